package antiphon.media;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Counters of one session since its start.
///
/// @param source the address that the stream was latched to, or null before the first valid packet
/// @param lost packets that never came (RFC 3550 §6.4.1, cumulative)
/// @param late packets that came after their sound had been given up
/// @param discarded packets that were valid but could not be kept
/// @param jitterMillis interarrival jitter (RFC 3550 §6.4.1)
/// @param rejected datagrams that were not the peer's, or no RTP/RTCP of this session
/// @param roundTripMillis to the peer and back by RTCP, or -1 while unknown
public record SessionStats(
        @Nullable InetSocketAddress source,
        @Nullable Codec codec,
        long packetsReceived,
        long packetsSent,
        long lost,
        long late,
        long discarded,
        double jitterMillis,
        long rejected,
        double roundTripMillis) {}
