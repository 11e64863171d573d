package antiphon.server;

/// Tells whether the media loops go on: their slots must have grown in number since the last look.
/// Safe for any thread.
final class MediaWatch {
    /// Loops serve a slot every 5 ms; none in forty is no jitter any more.
    private static final long STANDSTILL_NANOS = 200_000_000;

    private long ticksSeen = -1;
    private long seenNanos;

    /// What is wrong; empty: nothing.
    synchronized String problem(long ticks, long nowNanos) {
        if (ticks != ticksSeen) {
            ticksSeen = ticks;
            seenNanos = nowNanos;
        }
        return nowNanos - seenNanos > STANDSTILL_NANOS ? "the media loops stand still" : "";
    }
}
