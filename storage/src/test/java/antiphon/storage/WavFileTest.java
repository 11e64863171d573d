package antiphon.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WavFileTest {
    @TempDir Path folder;
    Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("a.wav");
    }

    @Test
    void aRightHeaderIsLeftAsItIs() throws IOException {
        Wav.write(file, 1_000);
        byte[] before = Files.readAllBytes(file);
        assertThat(WavFile.repair(file, false)).isEqualTo(new WavFile(8_000, 8_000, false));
        assertThat(WavFile.repair(file, true)).isEqualTo(new WavFile(8_000, 8_000, false));
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1_600, 0x7fffffff})
    void aHeaderWithAnyOtherLengthGetsTheLengthOfTheFile(int lengthInHeader) throws IOException {
        Files.write(file, Wav.bytes(1_000, lengthInHeader));
        assertThat(WavFile.repair(file, false)).isEqualTo(new WavFile(8_000, 8_000, true));
        assertThat(Files.readAllBytes(file)).isEqualTo(Wav.bytes(1_000, 16_000));
        assertThat(Wav.riffBytesInHeader(file)).isEqualTo(36 + 16_000);
    }

    @Test
    void aClosedFileMayHaveMoreChunksAfterItsSamples() throws IOException {
        byte[] wav = Wav.bytes(1_000, 16_000);
        byte[] withList = Arrays.copyOf(wav, wav.length + 26);
        Files.write(file, withList);
        assertThat(WavFile.repair(file, true)).isEqualTo(new WavFile(8_000, 8_000, false));
        assertThat(file).hasSize(withList.length);
    }

    @Test
    void chunksBeforeTheSamplesAreSkipped() throws IOException {
        byte[] wav = Wav.bytes(500, 0);
        byte[] odd =
                new byte[wav.length + 12]; // a LIST chunk of 3 bytes and its padding, before "data"
        System.arraycopy(wav, 0, odd, 0, 36);
        System.arraycopy(
                new byte[] {'L', 'I', 'S', 'T', 3, 0, 0, 0, 'x', 'y', 'z', 0}, 0, odd, 36, 12);
        System.arraycopy(wav, 36, odd, 48, wav.length - 36);
        Files.write(file, odd);
        assertThat(WavFile.repair(file, false)).isEqualTo(new WavFile(8_000, 4_000, true));
    }

    @Test
    void stereoIsNotOurs() throws IOException {
        byte[] wav = Wav.bytes(500, 0);
        wav[22] = 2;
        Files.write(file, wav);
        assertThat(WavFile.repair(file, false)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 12, 43})
    void aHeaderThatIsNotCompleteIsNone(int length) throws IOException {
        Files.write(file, Arrays.copyOf(Wav.bytes(0, 0), length));
        assertThat(WavFile.repair(file, false)).isNull();
        assertThat(file).hasSize(length);
    }

    @Test
    void noDamageToTheHeaderThrows() throws IOException {
        var random = new Random(8841);
        byte[] good = Wav.bytes(20, 320);
        for (int round = 0; round < 2_000; round++) {
            byte[] bad = good.clone();
            for (int i = 0; i < 4; i++) {
                bad[random.nextInt(60)] = (byte) random.nextInt(256);
            }
            Files.write(file, bad);
            WavFile wav = WavFile.repair(file, random.nextBoolean());
            if (wav != null) {
                assertThat(wav.samples()).isBetween(0L, 160L);
                assertThat(wav.durationMillis()).isNotNegative();
            }
        }
    }
}
