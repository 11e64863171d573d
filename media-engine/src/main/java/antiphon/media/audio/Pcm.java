package antiphon.media.audio;

/// Arithmetic on frames of samples held in `int[]`: plain loops, which the JIT turns into vectors.
public final class Pcm {
    public static final int MAX = Short.MAX_VALUE;
    public static final int MIN = Short.MIN_VALUE;

    /// What [#levelDbov] says about a frame without any sound (RFC 6464 §3).
    public static final int SILENCE_DBOV = -127;

    private Pcm() {}

    public static void add(int[] sum, int[] frame) {
        for (int i = 0; i < Frame.SAMPLES; i++) {
            sum[i] += frame[i];
        }
    }

    public static void subtract(int[] sum, int[] frame, int[] difference) {
        for (int i = 0; i < Frame.SAMPLES; i++) {
            difference[i] = sum[i] - frame[i];
        }
    }

    /// Scales a frame by a gain that goes evenly from one value to another, so that no step clicks.
    public static void ramp(int[] frame, float from, float to, int[] scaled) {
        float step = (to - from) / Frame.SAMPLES;
        for (int i = 0; i < Frame.SAMPLES; i++) {
            scaled[i] = (int) (frame[i] * (from + step * (i + 1)));
        }
    }

    public static int peak(int[] frame) {
        int high = 0;
        int low = 0;
        for (int i = 0; i < Frame.SAMPLES; i++) {
            high = Math.max(high, frame[i]);
            low = Math.min(low, frame[i]);
        }
        return Math.max(high, -low);
    }

    public static void clamp(int[] frame) {
        for (int i = 0; i < Frame.SAMPLES; i++) {
            frame[i] = Math.max(MIN, Math.min(MAX, frame[i]));
        }
    }

    /// Sum of squares of the samples / 8: an int does, and that vectorises.
    public static long energy(int[] frame, int offset, int count) {
        int energy = 0;
        for (int i = 0; i < count; i++) {
            int eighth = frame[offset + i] >> 3;
            energy += eighth * eighth;
        }
        return Integer.toUnsignedLong(energy); // 160 × 4096² fits 32 bits without sign
    }

    public static long energy(int[] frame) {
        return energy(frame, 0, Frame.SAMPLES);
    }

    /// The energy of a frame at a level in dB relative to overload (a full-scale square wave).
    public static long energyAt(double levelDbov) {
        double rms = 32768 / 8.0 * Math.pow(10, levelDbov / 20);
        return Math.round(rms * rms * Frame.SAMPLES);
    }

    public static int levelDbov(long energy) {
        if (energy <= 0) {
            return SILENCE_DBOV;
        }
        double full = 4096.0 * 4096.0 * Frame.SAMPLES;
        return Math.max(SILENCE_DBOV, (int) Math.round(10 * Math.log10(energy / full)));
    }
}
