package antiphon.media;

/// How the engine's monotonic nanoseconds relate to the world, and the name it reports by. Any
/// thread.
///
/// @param epochNanos when frame 0 was due
/// @param unixNanosAtZero Unix time, in nanoseconds, when the monotonic clock read 0
/// @param cname RFC 7022 short-term persistent name, shared by all sessions
@SuppressWarnings("ArrayRecordComponent") // never compared
record EngineClock(long epochNanos, long unixNanosAtZero, byte[] cname) {
    private static final long NTP_UNIX_SECONDS = 2_208_988_800L;

    /// 32 bits of seconds since 1900, 32 bits of fraction (RFC 3550 §4).
    long ntp(long nowNanos) {
        long unix = unixNanosAtZero + nowNanos;
        long seconds = Math.floorDiv(unix, 1_000_000_000L);
        long nanos = Math.floorMod(unix, 1_000_000_000L);
        return ((seconds + NTP_UNIX_SECONDS) << 32) | (nanos << 32) / 1_000_000_000L;
    }
}
