package antiphon.media.audio;

/// The engine's unit of time: one frame of 20 ms, in which every session sends exactly once.
public final class Frame {
    public static final int MILLIS = 20;
    public static final long NANOS = MILLIS * 1_000_000L;

    /// Sample rate of everything between decoder and encoder.
    public static final int RATE = 8000;

    public static final int SAMPLES = RATE / 1000 * MILLIS;

    /// The 20 ms are cut into slots, so that not all sessions want the core at the same moment.
    public static final int SLOTS = 4;

    public static final long SLOT_NANOS = NANOS / SLOTS;

    private Frame() {}
}
