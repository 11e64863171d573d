package antiphon.bench.rtp;

/// Packets of one call's ear. `lost` by sequence number; `gaps` are runs of lost packets; `streams`
/// are SSRCs; `foreign` is what was neither RTP of the call nor RTCP. The times are of the first
/// and the latest RTP packet.
public record RtpCounts(
        long received,
        long lost,
        long gaps,
        long skippedFrames,
        long duplicates,
        long reordered,
        int streams,
        long rtcp,
        long foreign,
        long firstArrivalNanos,
        long lastArrivalNanos) {}
