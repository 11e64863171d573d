package antiphon.media.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplerTest {
    private static short[] sine(int rate, double hertz, int samples) {
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            pcm[i] = (short) Math.round(10_000 * Math.sin(2 * Math.PI * hertz * i / rate));
        }
        return pcm;
    }

    private static double rms(short[] pcm, int edge) {
        double sum = 0;
        for (int i = edge; i < pcm.length - edge; i++) {
            sum += (double) pcm[i] * pcm[i];
        }
        return Math.sqrt(sum / (pcm.length - 2 * edge));
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 11_025, 16_000, 22_050, 44_100, 48_000})
    void aToneKeepsItsLevelItsPhaseAndItsLength(int rate) {
        short[] resampled = Resampler.resample(sine(rate, 1000, rate), rate, 8000);
        short[] expected = sine(8000, 1000, 8000);
        assertThat(resampled).hasSize(8000);
        for (int i = 200; i < 7800; i++) {
            assertThat((int) resampled[i]).as("sample %d", i).isCloseTo(expected[i], within(12));
        }
    }

    @ParameterizedTest
    @CsvSource({"16000,4600", "48000,4600", "48000,12000", "44100,20000", "22050,5000"})
    void whatTheNewRateCannotCarryIsGone(int rate, double hertz) {
        short[] resampled = Resampler.resample(sine(rate, hertz, rate), rate, 8000);
        assertThat(rms(resampled, 200)).isLessThan(7071 / 1000.0); // 60 dB down
    }

    @ParameterizedTest
    @CsvSource({"16000,3400", "48000,3400", "48000,300"})
    void whatItCanCarryStays(int rate, double hertz) {
        short[] resampled = Resampler.resample(sine(rate, hertz, rate), rate, 8000);
        assertThat(rms(resampled, 200)).isCloseTo(7071, within(80.0)); // 0.1 dB
    }
}
