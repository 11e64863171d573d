package antiphon.signaling;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @param address to bind; `0.0.0.0` binds all
/// @param port for UDP and TCP; 0 picks a free one, see [SipServer#port]
/// @param trusted who gets service; everybody else gets 403 and nothing more
/// @param mediaAddress the address in our session descriptions, for a server behind NAT; null: the
///   local address that reaches the peer
/// @param callsMax calls at once; beyond, 503 with Retry-After
/// @param messageSizeMax longest SIP message in bytes
/// @param retryAfter what a 503 asks the peer to wait
/// @param t1 round-trip estimate (RFC 3261 §17.1.1.1); a 2xx without ACK ends the call after 64 ×
///   T1
public record SipSettings(
        InetAddress address,
        int port,
        List<Cidr> trusted,
        @Nullable InetAddress mediaAddress,
        int callsMax,
        int messageSizeMax,
        Duration retryAfter,
        Duration t1) {
    public static final int CALLS_MAX_DEFAULT = 2_000;

    /// Ten times what a phone sends, and less than the largest datagram: 513 has to be possible.
    public static final int MESSAGE_SIZE_MAX_DEFAULT = 16 * 1_024;

    public static final Duration RETRY_AFTER_DEFAULT = Duration.ofSeconds(10);
    public static final Duration T1_DEFAULT = Duration.ofMillis(500);

    public SipSettings {
        trusted = List.copyOf(trusted);
    }

    /// All limits at their defaults; only this machine is trusted.
    public static SipSettings of(InetAddress address, int port) {
        return new SipSettings(
                address,
                port,
                List.of(Cidr.parse("127.0.0.0/8"), Cidr.parse("::1")),
                null,
                CALLS_MAX_DEFAULT,
                MESSAGE_SIZE_MAX_DEFAULT,
                RETRY_AFTER_DEFAULT,
                T1_DEFAULT);
    }

    public SipSettings withTrusted(List<Cidr> ranges) {
        return new SipSettings(
                address, port, ranges, mediaAddress, callsMax, messageSizeMax, retryAfter, t1);
    }

    public SipSettings withMediaAddress(@Nullable InetAddress advertised) {
        return new SipSettings(
                address, port, trusted, advertised, callsMax, messageSizeMax, retryAfter, t1);
    }

    public SipSettings withCallsMax(int calls) {
        return new SipSettings(
                address, port, trusted, mediaAddress, calls, messageSizeMax, retryAfter, t1);
    }

    public SipSettings withMessageSizeMax(int bytes) {
        return new SipSettings(
                address, port, trusted, mediaAddress, callsMax, bytes, retryAfter, t1);
    }

    public SipSettings withT1(Duration estimate) {
        return new SipSettings(
                address,
                port,
                trusted,
                mediaAddress,
                callsMax,
                messageSizeMax,
                retryAfter,
                estimate);
    }

    boolean trusts(InetAddress source) {
        for (Cidr range : trusted) {
            if (range.contains(source)) return true;
        }
        return false;
    }
}
