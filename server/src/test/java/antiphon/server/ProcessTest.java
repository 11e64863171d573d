package antiphon.server;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.bench.phone.Dialog;
import antiphon.bench.phone.Phone;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server as a process: its ready line, SIGTERM and exit codes.
final class ProcessTest {
    private static final Pattern READY =
            Pattern.compile(
                    "antiphon ready: SIP \\S+:(\\d+) \\(UDP, TCP\\), admin (\\S+), state folder \\S+");
    private static final int END_SECONDS = 30;

    @TempDir private Path folder;

    private final class Run implements AutoCloseable {
        final Process process;
        final int sipPort;
        final URI admin;

        Run() throws IOException {
            process = start("run");
            Matcher ready = READY.matcher("");
            String line = readLine(process);
            while (line != null && !ready.reset(line).matches()) line = readLine(process);
            assertThat(line).as(errors()).isNotNull();
            sipPort = Integer.parseInt(ready.group(1));
            admin = URI.create(ready.group(2));
        }

        HttpResponse<String> send(String method, String path, String body) throws Exception {
            String token = Files.readString(state().resolve("admin-token"));
            try (HttpClient client = HttpClient.newHttpClient()) {
                return client.send(
                        HttpRequest.newBuilder(admin.resolve(path))
                                .header("Authorization", "Bearer " + token)
                                .method(method, BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
            }
        }

        int terminate() throws InterruptedException {
            process.destroy(); // SIGTERM
            assertThat(process.waitFor(END_SECONDS, TimeUnit.SECONDS)).as("ended").isTrue();
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private Path state() {
        return folder.resolve("state");
    }

    private Process start(String... arguments) throws IOException {
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "antiphon.server.Main");
        builder.command().addAll(List.of(arguments));
        builder.environment().put("ANTIPHON_STATE_DIR", state().toString());
        builder.environment().put("ANTIPHON_SIP_ADDRESS", "127.0.0.1");
        builder.environment().put("ANTIPHON_SIP_PORT", Integer.toString(ServerTest.freePort()));
        builder.environment().put("ANTIPHON_HTTP_PORT", "0");
        builder.environment().put("ANTIPHON_RTP_PORTS", "46200-46299");
        builder.environment().put("ANTIPHON_SHUTDOWN_DRAIN", "0s");
        builder.redirectError(errorFile());
        return builder.start();
    }

    private File errorFile() {
        return folder.resolve("stderr").toFile();
    }

    private String errors() throws IOException {
        return Files.readString(errorFile().toPath());
    }

    private static @Nullable String readLine(Process process) throws IOException {
        return process.inputReader(StandardCharsets.UTF_8).readLine();
    }

    @Test
    void sigtermEndsTheCallsThenTheServerWithExitCode0AndARestartFindsEverything()
            throws Exception {
        String token;
        try (Run run = new Run();
                Phone phone = Phone.bind(InetAddress.ofLiteral("127.0.0.1"))) {
            token = Files.readString(state().resolve("admin-token"));
            assertThat(run.send("GET", "/health/ready", "").statusCode()).isEqualTo(200);
            assertThat(run.send("POST", "/api/v1/mailboxes", "{\"number\":\"1001\"}").statusCode())
                    .isEqualTo(201);
            Dialog call =
                    phone.invite("sip:echo@127.0.0.1:" + run.sipPort)
                            .answeredWithin(Duration.ofSeconds(10));

            assertThat(run.terminate()).isZero();

            assertThat(call.awaitBye(Duration.ofSeconds(1))).isTrue();
        }
        try (Run run = new Run()) {
            assertThat(Files.readString(state().resolve("admin-token"))).isEqualTo(token);
            assertThat(run.send("GET", "/api/v1/mailboxes/1001", "").statusCode()).isEqualTo(200);
            HttpResponse<String> records = run.send("GET", "/api/v1/cdrs", "");
            assertThat(records.body()).contains("\"called\":\"echo\"", "\"cause\":\"drained\"");
            assertThat(run.send("GET", "/metrics", "").body())
                    .contains(
                            "antiphon_calls 0.0",
                            "jvm_memory_used_bytes",
                            "antiphon_storage_available 1.0");
            assertThat(run.terminate()).isZero();
        }
    }

    @Test
    void aStartThatFailsSaysSoInOneLineWithExitCode1() throws Exception {
        Files.writeString(state(), "");

        Process process = start("run");

        assertThat(process.waitFor(END_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(errors())
                .isEqualTo("antiphon: state folder " + state() + " (state.dir) is a file\n");
    }
}
