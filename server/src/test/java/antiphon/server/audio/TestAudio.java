package antiphon.server.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Makes uploads with FFmpeg, and measures what became of them without it.
final class TestAudio {
    private static final int HEADER_BYTES = 44;
    private static final int RATE = 16_000;

    private final Ffmpeg ffmpeg;
    private final Path folder;

    TestAudio(Path cache, Path folder) {
        try {
            this.ffmpeg = Ffmpeg.unpack(cache);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.folder = folder;
    }

    /// A sine of 1 kHz at -10 dBFS peak, encoded as the name's ending says.
    Path tone(String name, double seconds, String... options) {
        return make(name, "aevalsrc=0.3162*sin(2*PI*1000*t):s=48000:d=" + seconds, options);
    }

    Path make(String name, String source, String... options) {
        Path file = folder.resolve(name);
        List<String> command = new ArrayList<>(List.of(ffmpeg.program().toString()));
        command.addAll(
                List.of(
                        "-hide_banner",
                        "-nostdin",
                        "-loglevel",
                        "error",
                        "-f",
                        "lavfi",
                        "-i",
                        source));
        command.addAll(List.of(options));
        command.addAll(List.of("-y", file.toString()));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
            builder.environment().put("LD_LIBRARY_PATH", ffmpeg.libraries().toString());
            Process process = builder.start();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("%s made", name).isTrue();
            assertThat(process.exitValue()).as("exit code of making %s", name).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return file;
    }

    /// The samples of canonical WAV, after a look at its header.
    static short[] samples(Path wav) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(wav)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.getShort(20)).as("PCM").isEqualTo((short) 1);
        assertThat(bytes.getShort(22)).as("channels").isEqualTo((short) 1);
        assertThat(bytes.getInt(24)).as("sample rate").isEqualTo(RATE);
        assertThat(bytes.getShort(34)).as("bits").isEqualTo((short) 16);
        assertThat(bytes.getInt(40)).as("data bytes").isEqualTo(bytes.limit() - HEADER_BYTES);
        short[] samples = new short[(bytes.limit() - HEADER_BYTES) / 2];
        bytes.position(HEADER_BYTES)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .get(samples);
        return samples;
    }

    static double rmsDbfs(short[] samples, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += samples[i] / 32_768.0 * (samples[i] / 32_768.0);
        }
        return 10 * Math.log10(sum / (to - from));
    }

    /// Share of the power that lies at this frequency: 1 for a pure tone.
    static double shareAt(double hertz, short[] samples, int from, int to) {
        double real = 0;
        double imaginary = 0;
        double power = 0;
        for (int i = from; i < to; i++) {
            double angle = 2 * Math.PI * hertz * i / RATE;
            real += samples[i] * Math.cos(angle);
            imaginary += samples[i] * Math.sin(angle);
            power += (double) samples[i] * samples[i];
        }
        return 2 * (real * real + imaginary * imaginary) / (to - from) / power;
    }
}
