package antiphon.endtoend;

import antiphon.bench.sound.Sound;
import antiphon.bench.sound.Wav;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Debian's baresip as a phone: says a tone out of a WAV file for the length of one call and dumps
/// what it heard into another.
final class Baresip {
    private static final int SAID_SECONDS = 60;
    private static final int BOUND_SECONDS = 60;

    private final Path folder;
    private final Process process;

    private Baresip(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /// Calls for `seconds`, then hangs up by itself.
    static Baresip call(Path folder, String uri, int hz, int seconds) {
        try {
            Files.createDirectories(folder);
            Path said = folder.resolve("said.wav");
            Wav.write(
                    said, Sound.sine(hz, Sound.AMPLITUDE, SAID_SECONDS * Sound.SAMPLES_PER_SECOND));
            Files.writeString(
                    folder.resolve("config"),
                    """
                    sip_listen 127.0.0.1:0
                    net_interface 127.0.0.1
                    audio_source aufile,%1$s
                    audio_path %2$s
                    snd_path %2$s
                    jitter_buffer_type off
                    module_path /usr/lib/baresip/modules
                    module g711.so
                    module aufile.so
                    module sndfile.so
                    module uuid.so
                    module_tmp account.so
                    module_app menu.so
                    """
                            .formatted(said, folder));
            Files.writeString(
                    folder.resolve("accounts"),
                    "<sip:baresip%d@127.0.0.1>;regint=0\n".formatted(hz));
            Files.writeString(folder.resolve("contacts"), "");
            Process process =
                    new ProcessBuilder(
                                    "baresip",
                                    "-f",
                                    folder.toString(),
                                    "-t",
                                    Integer.toString(seconds),
                                    "-e",
                                    "d " + uri)
                            .redirectErrorStream(true)
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectOutput(folder.resolve("output.txt").toFile())
                            .start();
            return new Baresip(folder, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Baresip awaitEnd() {
        try {
            if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("baresip does not end: " + output());
            }
            return this;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// All it heard.
    short[] heard() {
        try (Stream<Path> files = Files.list(folder)) {
            Path dump =
                    files.filter(file -> file.getFileName().toString().endsWith("-dec.wav"))
                            .findFirst()
                            .orElseThrow(
                                    () -> new AssertionError("baresip heard nothing: " + output()));
            return Wav.read(dump);
        } catch (IOException e) {
            throw new UncheckedIOException(output(), e);
        }
    }

    String output() {
        try {
            return Files.readString(folder.resolve("output.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
