package antiphon.media.audio;

/// Keeps a sum of talkers within 16 bits by turning it down instead of clipping it: down at once,
/// up again over half a second. Owned by the media thread.
public final class Limiter {
    /// Up by 1/25 of full gain per frame: back to normal within half a second.
    private static final float RELEASE_PER_FRAME = 0.04f;

    private float gain = 1f;

    public void limit(int[] frame) {
        int peak = Pcm.peak(frame);
        if (peak <= Pcm.MAX && gain >= 1f) {
            return;
        }
        float wanted = peak > Pcm.MAX ? (float) Pcm.MAX / peak : 1f;
        float next = Math.min(wanted, gain + RELEASE_PER_FRAME);
        // Going down, the ramp itself may still be too high at its start: what is left is clamped.
        Pcm.ramp(frame, gain, next, frame);
        gain = next;
        Pcm.clamp(frame);
    }
}
