package antiphon.server.audio;

import java.util.Arrays;

/// Loudness of mono audio by ITU-R BS.1770-4 (gated, K-weighted), and its peak. Fed in pieces; one
/// thread.
///
/// Shorter than one block of 400 ms, the whole is the block: the recommendation leaves that open,
/// and prompts are often one word.
final class LoudnessMeter {
    /// BS.1770-4 annex 1: blocks of 400 ms that overlap by three quarters.
    private static final double HOP_SECONDS = 0.1;

    private static final int HOPS_PER_BLOCK = 4;
    private static final double ABSOLUTE_GATE_LUFS = -70;
    private static final double RELATIVE_GATE_LU = -10;
    private static final double OFFSET_LUFS = -0.691;

    /// From here on a sample counts as clipped.
    private static final float FULL_SCALE = 0.9995f;

    private final Biquad shelf;
    private final Biquad highPass;
    private final int hopSamples;

    private double[] hops = new double[1_024];
    private int hopCount;
    private double hopSum;
    private int hopFilled;
    private float peak;
    private long samples;
    private long clipped;

    LoudnessMeter(int sampleRate) {
        shelf = Biquad.headShelf(sampleRate);
        highPass = Biquad.lowCut(sampleRate);
        hopSamples = (int) Math.round(sampleRate * HOP_SECONDS);
    }

    void add(float[] audio, int length) {
        for (int i = 0; i < length; i++) {
            float sample = audio[i];
            float size = Math.abs(sample);
            peak = Math.max(peak, size);
            clipped += size >= FULL_SCALE ? 1 : 0;
            double weighted = highPass.filter(shelf.filter(sample));
            hopSum += weighted * weighted;
            if (++hopFilled == hopSamples) {
                endHop();
            }
        }
        samples += length;
    }

    /// Largest sample in dB of full scale; negative infinity for silence.
    double peakDbfs() {
        return 20 * Math.log10(peak);
    }

    /// Share of samples at full scale, 0 to 1.
    double clippedShare() {
        return samples == 0 ? 0 : clipped / (double) samples;
    }

    long samples() {
        return samples;
    }

    /// Integrated loudness; negative infinity where nothing is louder than the absolute gate.
    double integratedLufs() {
        double[] blocks = blocks();
        double ungated = meanAbove(blocks, powerOf(ABSOLUTE_GATE_LUFS));
        return lufs(
                meanAbove(
                        blocks,
                        Math.max(
                                powerOf(ABSOLUTE_GATE_LUFS),
                                ungated * Math.pow(10, RELATIVE_GATE_LU / 10))));
    }

    private double[] blocks() {
        if (hopCount < HOPS_PER_BLOCK) {
            double sum = Arrays.stream(hops, 0, hopCount).sum() * hopSamples + hopSum;
            return samples == 0 ? new double[0] : new double[] {sum / samples};
        }
        double[] blocks = new double[hopCount - HOPS_PER_BLOCK + 1];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = Arrays.stream(hops, i, i + HOPS_PER_BLOCK).sum() / HOPS_PER_BLOCK;
        }
        return blocks;
    }

    private void endHop() {
        if (hopCount == hops.length) {
            hops = Arrays.copyOf(hops, 2 * hops.length);
        }
        hops[hopCount++] = hopSum / hopSamples;
        hopSum = 0;
        hopFilled = 0;
    }

    private static double meanAbove(double[] blocks, double threshold) {
        return Arrays.stream(blocks).filter(power -> power > threshold).average().orElse(0);
    }

    private static double lufs(double power) {
        return OFFSET_LUFS + 10 * Math.log10(power);
    }

    private static double powerOf(double lufs) {
        return Math.pow(10, (lufs - OFFSET_LUFS) / 10);
    }

    /// A second-order filter, transposed direct form II.
    private static final class Biquad {
        private final double b0;
        private final double b1;
        private final double b2;
        private final double a1;
        private final double a2;
        private double state1;
        private double state2;

        private Biquad(double b0, double b1, double b2, double a1, double a2) {
            this.b0 = b0;
            this.b1 = b1;
            this.b2 = b2;
            this.a1 = a1;
            this.a2 = a2;
        }

        double filter(double in) {
            double out = b0 * in + state1;
            state1 = b1 * in - a1 * out + state2;
            state2 = b2 * in - a2 * out;
            return out;
        }

        // BS.1770 gives both filters for 48 kHz only; these are the analogue filters behind its
        // figures.

        /// First stage: 4 dB more above 1.7 kHz, for the head.
        static Biquad headShelf(int sampleRate) {
            double k = Math.tan(Math.PI * 1_681.974450955533 / sampleRate);
            double q = 0.7071752369554196;
            double high = Math.pow(10, 3.999843853973347 / 20);
            double middle = Math.pow(high, 0.4996667741545416);
            double a0 = 1 + k / q + k * k;
            return new Biquad(
                    (high + middle * k / q + k * k) / a0,
                    2 * (k * k - high) / a0,
                    (high - middle * k / q + k * k) / a0,
                    2 * (k * k - 1) / a0,
                    (1 - k / q + k * k) / a0);
        }

        /// Second stage: less below 38 Hz.
        static Biquad lowCut(int sampleRate) {
            double k = Math.tan(Math.PI * 38.13547087602444 / sampleRate);
            double q = 0.5003270373238773;
            double a0 = 1 + k / q + k * k;
            return new Biquad(1, -2, 1, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0);
        }
    }
}
