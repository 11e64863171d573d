package antiphon.media.audio;

/// Changes the sample rate of a whole clip by a windowed sinc in polyphase form. Done once per
/// clip, never on a media thread.
public final class Resampler {
    /// Zero crossings of the sinc on either side; 32 keep aliases about 80 dB down.
    private static final int ZERO_CROSSINGS = 32;

    /// Share of the narrower band that passes: the rest is the transition of the filter.
    private static final double PASS_BAND = 0.94;

    private static final double KAISER_BETA = 8.0;

    private Resampler() {}

    public static short[] resample(short[] samples, int fromRate, int toRate) {
        if (fromRate == toRate || samples.length == 0) {
            return samples;
        }
        int divisor = gcd(fromRate, toRate);
        int up = toRate / divisor;
        int down = fromRate / divisor;
        double cutoff = PASS_BAND * Math.min(1.0, (double) toRate / fromRate);
        int halfWidth = (int) Math.ceil(ZERO_CROSSINGS / cutoff);
        float[][] phases = new float[up][];
        short[] resampled = new short[Math.toIntExact((long) samples.length * up / down)];
        for (int n = 0; n < resampled.length; n++) {
            long position = (long) n * down;
            int phase = (int) (position % up);
            int centre = (int) (position / up);
            if (phases[phase] == null) {
                phases[phase] = taps((double) phase / up, halfWidth, cutoff);
            }
            resampled[n] = filtered(samples, centre - halfWidth + 1, phases[phase]);
        }
        return resampled;
    }

    private static short filtered(short[] samples, int first, float[] taps) {
        int from = Math.max(0, -first);
        int to = Math.min(taps.length, samples.length - first);
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += taps[i] * samples[first + i];
        }
        return (short) Math.max(Pcm.MIN, Math.min(Pcm.MAX, Math.round(sum)));
    }

    /// Taps for the samples `centre - halfWidth + 1 ... centre + halfWidth`.
    private static float[] taps(double fraction, int halfWidth, double cutoff) {
        double[] taps = new double[2 * halfWidth];
        double sum = 0;
        for (int i = 0; i < taps.length; i++) {
            double distance = i - halfWidth + 1 - fraction;
            double x = Math.PI * distance * cutoff;
            double sinc = Math.abs(x) < 1e-9 ? 1 : Math.sin(x) / x;
            taps[i] = sinc * kaiser(distance / halfWidth);
            sum += taps[i];
        }
        float[] normalised = new float[taps.length]; // every phase passes DC unchanged
        for (int i = 0; i < taps.length; i++) {
            normalised[i] = (float) (taps[i] / sum);
        }
        return normalised;
    }

    private static double kaiser(double at) {
        double inside = 1 - at * at;
        return inside <= 0 ? 0 : bessel(KAISER_BETA * Math.sqrt(inside)) / bessel(KAISER_BETA);
    }

    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > sum * 1e-12; k++) {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
