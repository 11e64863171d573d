package antiphon.signaling.jain;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;

/// @param address to bind; the wildcard address binds all
/// @param port to bind for UDP and TCP
/// @param trusted who may talk to us
/// @param messageSizeMax bytes; longer messages get 513; on TCP a header without end, or a body
///   that is too long to be skipped, ends the connection
/// @param serverTransactionsMax beyond, new calls get 503
/// @param retryAfter what a 503 asks for
/// @param t1 round-trip estimate (RFC 3261 §17.1.1.1) for retransmissions of 2xx
public record EndpointSettings(
        InetAddress address,
        int port,
        Predicate<InetAddress> trusted,
        int messageSizeMax,
        int serverTransactionsMax,
        Duration retryAfter,
        Duration t1) {}
