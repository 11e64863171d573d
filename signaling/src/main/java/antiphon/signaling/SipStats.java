package antiphon.signaling;

import java.util.Map;

/// Counters of the SIP front end since its start, and what there is now.
///
/// @param requests received, by method; those of unknown methods under `other`
/// @param responses sent, by class: `1xx` to `6xx`
/// @param rejectedUntrusted messages and connections of sources outside `sip.trusted`
/// @param shedDatagrams dropped unread because the queue was long
/// @param oversizeMessages longer than allowed
/// @param parseErrors messages that were no SIP
/// @param stackErrors caught failures inside the stack
/// @param callsTotal calls taken since the start
/// @param queueDepth datagrams waiting
public record SipStats(
        Map<String, Long> requests,
        Map<String, Long> responses,
        long rejectedUntrusted,
        long shedDatagrams,
        long oversizeMessages,
        long parseErrors,
        long stackErrors,
        int callsNow,
        long callsTotal,
        int serverTransactions,
        int clientTransactions,
        int dialogs,
        int tcpConnections,
        int queueDepth) {}
