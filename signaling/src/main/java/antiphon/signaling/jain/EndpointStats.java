package antiphon.signaling.jain;

import java.util.Map;

/// Counters since the start, and what there is now.
public record EndpointStats(
        Map<String, Long> requests,
        Map<String, Long> responses,
        long untrusted,
        long shed,
        long oversize,
        long parseErrors,
        long stackErrors,
        int serverTransactions,
        int clientTransactions,
        int dialogs,
        int tcpConnections,
        int queueDepth) {}
