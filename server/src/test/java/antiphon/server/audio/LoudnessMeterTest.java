package antiphon.server.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoudnessMeterTest {
    /// BS.1770-4 annex 1: a 997 Hz sine at full scale in one channel reads -3.01 LUFS.
    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 48_000})
    void aFullScaleSineReadsAsTheRecommendationSays(int rate) {
        assertThat(measured(rate, 997, 1, 5).integratedLufs()).isCloseTo(-3.01, within(0.05));
    }

    /// EBU Tech 3341, cases 1 and 2, for one channel: -23 LUFS and -33 LUFS in stereo are 3 LU
    /// less.
    @ParameterizedTest
    @CsvSource({"-23, -26.0", "-33, -36.0"})
    void aToneOfEbuTech3341ReadsRight(double peakDbfs, double lufs) {
        LoudnessMeter meter = measured(48_000, 1_000, Math.pow(10, peakDbfs / 20), 20);
        assertThat(meter.integratedLufs()).isCloseTo(lufs, within(0.1));
        assertThat(meter.peakDbfs()).isCloseTo(peakDbfs, within(0.01));
    }

    @Test
    void silenceBetweenWordsDoesNotLowerTheLoudness() {
        LoudnessMeter meter = new LoudnessMeter(16_000);
        meter.add(sine(16_000, 1_000, 0.1, 3), 48_000);
        double before = meter.integratedLufs();
        meter.add(new float[160_000], 160_000);
        assertThat(meter.integratedLufs()).isCloseTo(before, within(0.4));
    }

    @Test
    void oneShortWordIsMeasuredWhole() {
        assertThat(measured(16_000, 1_000, 0.1, 0.25).integratedLufs()).isCloseTo(-23, within(0.2));
    }

    @Test
    void silenceAndNothingAreNegativeInfinity() {
        LoudnessMeter meter = new LoudnessMeter(16_000);
        assertThat(meter.integratedLufs()).isEqualTo(Double.NEGATIVE_INFINITY);
        meter.add(new float[16_000], 16_000);
        assertThat(meter.integratedLufs()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(meter.peakDbfs()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    private static LoudnessMeter measured(
            int rate, double hertz, double amplitude, double seconds) {
        LoudnessMeter meter = new LoudnessMeter(rate);
        float[] audio = sine(rate, hertz, amplitude, seconds);
        meter.add(audio, audio.length);
        return meter;
    }

    private static float[] sine(int rate, double hertz, double amplitude, double seconds) {
        float[] audio = new float[(int) (rate * seconds)];
        for (int i = 0; i < audio.length; i++) {
            audio[i] = (float) (amplitude * Math.sin(2 * Math.PI * hertz * i / rate));
        }
        return audio;
    }
}
