package antiphon.bench.sound;

import java.util.ArrayList;
import java.util.List;

/// Tells which tones are in a stretch of audio and how loud. Pure functions.
public final class Spectrum {
    /// A tone quieter than this peak amplitude (-46 dBFS) is not heard: above G.711's noise, below
    /// any tone we say.
    public static final double HEARD_AMPLITUDE = 160;

    private static final int STEP_HZ = 5;
    private static final int LOW_HZ = 60;
    private static final int HIGH_HZ = 3_900;

    /// 400 ms: a Hann window of that length tells tones 10 Hz apart.
    private static final int WINDOW_SAMPLES = 3_200;

    /// Partials this far below the strongest are quantisation noise or leakage.
    private static final double FLOOR_RATIO = 0.01;

    /// One partial: its frequency to about 5 Hz and the peak amplitude of its sine.
    public record Tone(int hz, double amplitude) {}

    private Spectrum() {}

    /// Peak amplitude of the sine at `hz`, by Goertzel's recurrence under a Hann window.
    public static double amplitude(short[] audio, int from, int length, double hz) {
        double omega = 2 * Math.PI * hz / Sound.SAMPLES_PER_SECOND;
        double coefficient = 2 * Math.cos(omega);
        double previous = 0;
        double beforePrevious = 0;
        double hannStep = 2 * Math.PI / length;
        for (int i = 0; i < length; i++) {
            double windowed = audio[from + i] * (1 - Math.cos(hannStep * i));
            double current = windowed + coefficient * previous - beforePrevious;
            beforePrevious = previous;
            previous = current;
        }
        double power =
                previous * previous
                        + beforePrevious * beforePrevious
                        - coefficient * previous * beforePrevious;
        return 2 * Math.sqrt(Math.max(power, 0)) / length;
    }

    public static double amplitude(short[] audio, double hz) {
        return amplitude(audio, 0, audio.length, hz);
    }

    /// Peak amplitude in each consecutive window of `windowSamples`.
    public static double[] amplitudes(short[] audio, int windowSamples, double hz) {
        double[] levels = new double[audio.length / windowSamples];
        for (int w = 0; w < levels.length; w++) {
            levels[w] = amplitude(audio, w * windowSamples, windowSamples, hz);
        }
        return levels;
    }

    /// Every partial in the last 400 ms (or less) of the audio, lowest first.
    public static List<Tone> tonesIn(short[] audio) {
        int length = Math.min(audio.length, WINDOW_SAMPLES);
        if (length < 160) {
            return List.of();
        }
        int bins = (HIGH_HZ - LOW_HZ) / STEP_HZ + 1;
        double[] level = new double[bins];
        double strongest = 0;
        for (int bin = 0; bin < bins; bin++) {
            level[bin] = amplitude(audio, audio.length - length, length, LOW_HZ + bin * STEP_HZ);
            strongest = Math.max(strongest, level[bin]);
        }
        double floor = Math.max(HEARD_AMPLITUDE, strongest * FLOOR_RATIO);
        List<Tone> tones = new ArrayList<>();
        for (int bin = 1; bin < bins - 1; bin++) {
            if (level[bin] >= floor
                    && level[bin] > level[bin - 1]
                    && level[bin] >= level[bin + 1]) {
                tones.add(new Tone(LOW_HZ + bin * STEP_HZ, level[bin]));
            }
        }
        return tones;
    }

    /// Root mean square of the samples.
    public static double rms(short[] audio) {
        double sum = 0;
        for (short sample : audio) {
            sum += (double) sample * sample;
        }
        return audio.length == 0 ? 0 : Math.sqrt(sum / audio.length);
    }
}
