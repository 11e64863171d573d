package antiphon.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateLockTest {
    @TempDir Path stateDir;

    /// Another server: holds the folder until its standard input ends.
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws IOException {
            try (StateLock _ = StateLock.take(Path.of(args[0]))) {
                System.out.println("held");
                System.in.read();
            }
        }
    }

    @Test
    void anotherProcessHoldsTheFolderUntilItDies() throws Exception {
        Process other =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Holder.class.getName(),
                                stateDir.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader out = other.inputReader(US_ASCII)) {
            assertThat(out.readLine()).isEqualTo("held");
            assertThatExceptionOfType(StorageUnavailable.class)
                    .isThrownBy(() -> StateLock.take(stateDir))
                    .withMessageContaining(
                            stateDir
                                    + " is in use by another server (process "
                                    + other.pid()
                                    + ")");
        } finally {
            other.destroyForcibly();
            other.onExit().join();
        }
        StateLock.take(stateDir).close();
    }

    @Test
    void askingTwiceInOneProcessDoesNotGiveTheFolderAway() throws Exception {
        try (StateLock _ = StateLock.take(stateDir)) {
            assertThatExceptionOfType(StorageUnavailable.class)
                    .isThrownBy(() -> StateLock.take(stateDir));
            Process other =
                    new ProcessBuilder(
                                    ProcessHandle.current().info().command().orElseThrow(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    Holder.class.getName(),
                                    stateDir.toString())
                            .start();
            try (BufferedReader errors = other.errorReader(US_ASCII)) {
                assertThat(errors.lines().toList().toString())
                        .contains("is in use by another server");
            }
        }
    }
}
