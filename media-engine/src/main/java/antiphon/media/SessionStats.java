package antiphon.media;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Counters of one session since its start.
///
/// @param source the address that the stream was latched to, or null before the first valid packet
/// @param lost packets that never came (RFC 3550 §6.4.1, cumulative)
/// @param jitterMillis interarrival jitter (RFC 3550 §6.4.1)
public record SessionStats(
        @Nullable InetSocketAddress source,
        @Nullable Codec codec,
        long packetsReceived,
        long packetsSent,
        long lost,
        long late,
        long discarded,
        double jitterMillis) {}
