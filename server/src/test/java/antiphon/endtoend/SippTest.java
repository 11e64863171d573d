package antiphon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Call flows typed by SIPp, a stack that shares no line with ours.
@Execution(ExecutionMode.CONCURRENT)
final class SippTest {
    private static final Duration BOUND = Duration.ofSeconds(40);

    /// Hangs up when 5 is pressed; whoever presses nothing stays for a minute.
    private static final String HANGS_UP_AT_FIVE =
            """
            title: Hangs up at 5
            languages: [en]
            nodes:
              start:
                - menu: main-menu
                  keys:
                    5: done
                  first_digit: 60s
                  otherwise: done
              done:
                - hang_up
            """;

    private static final String SLOW =
            """
            title: Answers late
            languages: [en]
            nodes:
              start:
                - wait: 8s
                - answer
                - hang_up
            """;

    private final ServerProcess server = Shared.server();

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "call.xml, echo, u1, 20",
        "call.xml, moh, t1, 5",
        "call.xml, conf-sipp, u1, 5",
        "hold.xml, moh, u1, 3",
        "late-offer.xml, echo, u1, 3",
        "options.xml, x, u1, 3",
        "options.xml, x, t1, 3"
    })
    void theScenarioSucceedsEachTime(String scenario, String user, String transport, int calls)
            throws IOException, InterruptedException {
        sipp(scenario, user, transport, calls);
    }

    @Test
    void aCancelledCallIs487() throws IOException, InterruptedException {
        assertThat(server.api().putFlow("slow", SLOW).status()).isBetween(200, 204);
        sipp("cancel.xml", "ivr-slow", "u1", 2);
    }

    @Test
    void aKeyOfSippsIsHeard() throws IOException, InterruptedException {
        assertThat(server.api().putFlow("hangs-up-at-five", HANGS_UP_AT_FIVE).status())
                .isBetween(200, 204);
        sipp("keys.xml", "ivr-hangs-up-at-five", "u1", 1);
    }

    private void sipp(String scenario, String user, String transport, int calls)
            throws IOException, InterruptedException {
        Path file = folder.resolve(scenario);
        try (InputStream in = SippTest.class.getResourceAsStream("/sipp/" + scenario)) {
            assertThat(in).as("/sipp/" + scenario).isNotNull();
            Files.copy(in, file);
        }
        Path output = folder.resolve("output.txt");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "sipp",
                                "127.0.0.1:" + server.sipAddress().getPort(),
                                "-sf",
                                file.toString(),
                                "-s",
                                user));
        command.addAll(
                List.of(
                        "-i",
                        "127.0.0.1",
                        "-mi",
                        "127.0.0.1",
                        "-t",
                        transport,
                        "-m",
                        Integer.toString(calls)));
        command.addAll(
                List.of(
                        "-r",
                        "5",
                        "-nostdin",
                        "-trace_err",
                        "-error_file",
                        folder.resolve("errors.txt").toString()));
        command.addAll(
                List.of(
                        "-timeout",
                        "30s",
                        "-timeout_error",
                        "-mp",
                        Integer.toString(ServerProcess.freePort())));
        Process sipp =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        boolean ended = sipp.waitFor(BOUND.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
            sipp.destroyForcibly();
        }
        assertThat(ended && sipp.exitValue() == 0)
                .as(() ->
                        scenario
                                + " → "
                                + user
                                + " over "
                                + transport
                                + ": "
                                + tail(output)
                                + errors())
                .isTrue();
    }

    private String errors() {
        Path errors = folder.resolve("errors.txt");
        return Files.exists(errors) ? tail(errors) : "";
    }

    private static String tail(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            return text.substring(Math.max(0, text.length() - 4_000));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
