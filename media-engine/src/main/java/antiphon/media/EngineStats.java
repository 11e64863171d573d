package antiphon.media;

/// Counters of the whole engine since its start.
///
/// @param ticks slots of 5 ms that all loops have served; each session has its frame in every
///   fourth
/// @param lateTicks slots that were done more than 5 ms after their time
/// @param latenessP99Micros how late a frame left, 99th percentile of the last minute
/// @param latenessMaxMicros the same, largest
/// @param rejectedPackets datagrams that were no valid RTP/RTCP of the session's source
public record EngineStats(
        int sessions,
        int conferences,
        long packetsReceived,
        long packetsSent,
        long rejectedPackets,
        long ticks,
        long lateTicks,
        long latenessP99Micros,
        long latenessMaxMicros) {}
