package antiphon.media;

/// Tells how loud one frequency is in a piece of sound.
final class Goertzel {
    private Goertzel() {}

    /// Amplitude of the sine of that frequency, in sample units.
    static double amplitude(int[] pcm, int from, int count, double frequencyHz) {
        double omega = 2 * Math.PI * frequencyHz / 8000;
        double real = 0;
        double imaginary = 0;
        double weights = 0;
        for (int i = 0; i < count; i++) {
            double hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / count);
            real += hann * pcm[from + i] * Math.cos(omega * i);
            imaginary += hann * pcm[from + i] * Math.sin(omega * i);
            weights += hann;
        }
        return 2 * Math.hypot(real, imaginary) / weights;
    }

    static double amplitude(int[] pcm, double frequencyHz) {
        return amplitude(pcm, 0, pcm.length, frequencyHz);
    }

    /// How far the sound is from going on as a sine of that frequency, at its worst sample: a click
    /// shows here, a change of level over a frame does not.
    static int worstStep(int[] pcm, int from, int to, double frequencyHz) {
        double twoCos = 2 * Math.cos(2 * Math.PI * frequencyHz / 8000);
        double worst = 0;
        for (int i = from + 2; i < to; i++) {
            worst = Math.max(worst, Math.abs(pcm[i] - twoCos * pcm[i - 1] + pcm[i - 2]));
        }
        return (int) worst;
    }
}
