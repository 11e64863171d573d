package antiphon.bench.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SoundTest {
    @ParameterizedTest
    @EnumSource
    void everyCodeOfALawComesBackFromItsOwnSample(Law law) {
        for (int code = 0; code < 256; code++) {
            short sample = law.decode((byte) code);
            assertThat(law.decode(law.encode(sample)))
                    .as("%s code %d", law, code)
                    .isEqualTo(sample);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLawErrsByLessThanAThirtiethOfTheSample(Law law) {
        for (int sample = -32_768; sample <= 32_767; sample += 7) {
            double allowed = Math.max(16, Math.abs(sample) / 30.0);
            assertThat((double) law.decode(law.encode((short) sample)))
                    .isCloseTo(sample, within(allowed));
        }
    }

    @Test
    void muLawsKnownCodes() {
        assertThat(Law.PCMU.encode((short) 0)).isEqualTo((byte) 0xFF);
        assertThat(Law.PCMU.decode((byte) 0x00)).isEqualTo((short) -32_124);
        assertThat(Law.PCMA.encode((short) 0)).isEqualTo((byte) 0xD5);
        assertThat(Law.PCMA.decode((byte) 0x2A)).isEqualTo((short) -32_256);
    }

    @Test
    void theSpectrumNamesEveryToneWithItsAmplitude() {
        short[] both = Sound.sine(400, 8_000, 3_200);
        short[] other = Sound.sine(1_020, 500, 3_200);
        for (int i = 0; i < both.length; i++) {
            both[i] += other[i];
        }
        assertThat(Spectrum.tonesIn(both))
                .extracting(Spectrum.Tone::hz)
                .containsExactly(400, 1_020);
        assertThat(Spectrum.amplitude(both, 400)).isCloseTo(8_000, within(40.0));
        assertThat(Spectrum.amplitude(both, 1_020)).isCloseTo(500, within(10.0));
        assertThat(Spectrum.amplitude(both, 700)).isLessThan(5);
    }

    @Test
    void silenceHasNoTones() {
        assertThat(Spectrum.tonesIn(new short[3_200])).isEmpty();
    }

    @Test
    void aWavFileComesBackSampleForSample(@TempDir Path folder) throws IOException {
        short[] sine = Sound.sine(440, 9_000, 1_234);
        Wav.write(folder.resolve("a.wav"), sine);
        assertThat(Wav.read(folder.resolve("a.wav"))).isEqualTo(sine);
    }
}
