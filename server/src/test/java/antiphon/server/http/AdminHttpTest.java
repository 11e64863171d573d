package antiphon.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import antiphon.server.settings.Settings;
import io.javalin.config.RoutesConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The server around the API: token, problems, limits.
@TestInstance(Lifecycle.PER_CLASS)
final class AdminHttpTest {
    private static final int BODY_BYTES_MAX = 1000;

    private AdminHttp server;
    private Client client;
    private Client stranger;
    private Path token;

    /// Routes that do what a test needs.
    private static final class Probes implements Routes {
        @Override
        public void addTo(RoutesConfig routes) {
            routes.get("/api/v1/thread", c -> c.json(Thread.currentThread().isVirtual()));
            routes.get("/api/v1/bug", c -> throwBug());
            routes.put("/api/v1/upload", c -> c.json(Body.bytes(c, BODY_BYTES_MAX).length));
            routes.post(
                    "/api/v1/json", c -> c.json(JsonBody.of(c, List.of("a")).requiredText("a")));
        }

        private static void throwBug() {
            throw new IllegalStateException("secret detail");
        }
    }

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        AdminToken adminToken = AdminToken.in(folder);
        token = folder.resolve("admin-token");
        var health =
                new HealthRoutes(
                        List.of(
                                new HealthRoutes.Part("storage", () -> ""),
                                new HealthRoutes.Part("sip", () -> "")));
        server = AdminHttp.start(settings(), adminToken, List.of(new Probes(), health), _ -> {});
        client = new Client(server.uri(), Files.readString(token));
        stranger = new Client(server.uri(), "");
    }

    static Settings.Http settings() {
        return new Settings.Http(
                InetAddress.getLoopbackAddress(), 0, 1 << 20, Duration.ofSeconds(5));
    }

    @AfterAll
    void stop() {
        client.close();
        stranger.close();
        server.close();
    }

    @Test
    void theTokenIsMadeOnceAndItsFileIsForItsOwnerAlone(@TempDir Path folder) throws IOException {
        AdminToken first = AdminToken.in(folder);
        Path file = folder.resolve("admin-token");
        String text = Files.readString(file);

        assertThat(text).matches("[A-Za-z0-9_-]{43}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        AdminToken second = AdminToken.in(folder);
        assertThat(Files.readString(file)).isEqualTo(text);
        assertThat(first.authorizes("bearer " + text)).isTrue();
        assertThat(second.authorizes("Bearer " + text)).isTrue();
    }

    @Test
    void aTokenThatIsEasyToGuessIsRefused(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("admin-token"), "admin\n");

        assertThatThrownBy(() -> AdminToken.in(folder))
                .hasMessageContaining("shorter than 20 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer wrong", "Basic YTpi"})
    void withoutTheTokenNothingIsAnswered(String authorization) throws Exception {
        String[] headers =
                authorization.isEmpty()
                        ? new String[0]
                        : new String[] {"Authorization", authorization};

        var answer = stranger.get("/api/v1/thread", headers);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.detail()).contains("admin-token");
    }

    @Test
    void aStrangerDoesNotLearnWhichPathsExist() throws Exception {
        assertThat(stranger.get("/api/v1/nothing").status()).isEqualTo(401);
    }

    @Test
    void healthNeedsNoToken() throws Exception {
        assertThat(stranger.get("/health/live").status()).isEqualTo(200);
        assertThat(stranger.get("/health/ready").json().path("status").asString())
                .isEqualTo("ready");
    }

    @Test
    void theFirstPartThatIsNotReadyIsNamed(@TempDir Path folder) throws Exception {
        var health =
                new HealthRoutes(
                        List.of(
                                new HealthRoutes.Part("storage", () -> "database down"),
                                new HealthRoutes.Part("sip", () -> "")));
        try (var sick =
                        AdminHttp.start(
                                settings(), AdminToken.in(folder), List.of(health), _ -> {});
                var sickClient = new Client(sick.uri(), "")) {
            var answer = sickClient.get("/health/ready");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.detail()).isEqualTo("storage: database down");
        }
    }

    @Test
    void everyRequestHasAVirtualThread() throws Exception {
        assertThat(client.get("/api/v1/thread").text()).isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET  | /api/v1/nothing | '' | 404 | there is nothing at /api/v1/nothing
                    GET  | /elsewhere      | '' | 404 | there is nothing at /elsewhere
                    POST | /api/v1/thread  | '' | 405 | POST is not allowed here; see Allow
                    GET  | /api/v1/bug     | '' | 500 | the server failed; its log says why
                    POST | /api/v1/json | {"a":1}             | 422 | a is no text; allowed: a text in quotes
                    POST | /api/v1/json | {}                  | 422 | a is missing; allowed: a text in quotes
                    POST | /api/v1/json | {"a":"x","b":1}     | 422 | b is unknown; allowed: a
                    POST | /api/v1/json | {"a":"x","a":"y"}   | 400 | the body is not JSON (line 1, column 13): Duplicate Object property "a"
                    POST | /api/v1/json | {"a":               | 400 | the body is not JSON
                    POST | /api/v1/json | ''                  | 400 | the body must be a JSON object
                    POST | /api/v1/json | [1]                 | 400 | the body must be a JSON object
                    """)
    void whatGoesWrongIsAProblemDocument(
            String method, String path, String body, int status, String detail) throws Exception {
        var answer = client.send(method, path, body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("title").asString()).isNotEmpty();
        assertThat(answer.detail()).startsWith(detail);
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedWhetherItSaysSoOrNot() throws Exception {
        byte[] body = new byte[BODY_BYTES_MAX + 1];

        var announced = client.send("PUT", "/api/v1/upload", BodyPublishers.ofByteArray(body));
        var chunked =
                client.send(
                        "PUT",
                        "/api/v1/upload",
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));

        assertThat(announced.status()).isEqualTo(413);
        assertThat(chunked.status()).isEqualTo(413);
    }

    @Test
    void aWrongMethodIsToldTheRightOnes() throws Exception {
        assertThat(client.send("POST", "/api/v1/thread", "").header("Allow")).contains("GET");
    }

    @Test
    void headersThatAreTooLargeAreRefusedWithAProblemDocument() throws Exception {
        var answer = client.get("/health/live", "X-Long", "x".repeat(20_000));

        assertThat(answer.status()).isEqualTo(431);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(431);
    }

    @Test
    void anEncodedSlashLeadsToNoOtherPath() throws Exception {
        assertThat(client.get("/api/v1/..%2fv1%2fthread").status()).isEqualTo(404);
        assertThat(stranger.get("/health/..%2fapi/v1/thread").status()).isEqualTo(404);
    }

    @Test
    void whatIsNoHttpAtAllIsAnsweredWithAProblemDocument() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort())) {
            socket.getOutputStream().write("HELLO\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer)
                    .startsWith("HTTP/1.1 400")
                    .contains("application/problem+json", "\"status\":400");
        }
    }

    @Test
    void slowUploadsHoldUpNobody() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                var socket = new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort());
                socket.getOutputStream()
                        .write(
                                ("PUT /api/v1/upload HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                                                + Files.readString(token)
                                                + "\r\nContent-Length: 500\r\n\r\nhalf")
                                        .getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            assertThat(client.get("/api/v1/thread").status()).isEqualTo(200);
        } finally {
            for (Socket socket : slow) socket.close();
        }
    }

    @Test
    void aPortThatIsTakenIsNamed(@TempDir Path folder) throws IOException {
        var taken =
                new Settings.Http(
                        InetAddress.getLoopbackAddress(),
                        server.uri().getPort(),
                        1 << 20,
                        Duration.ofSeconds(5));
        AdminToken adminToken = AdminToken.in(folder);

        assertThatThrownBy(() -> AdminHttp.start(taken, adminToken, List.of(), _ -> {}))
                .isInstanceOf(IOException.class);
    }

    @Test
    void pagesMayLoadNothingFromElsewhere() throws Exception {
        var answer = client.get("/health/live");

        assertThat(answer.header("Content-Security-Policy"))
                .contains("default-src 'none'")
                .contains("script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Server")).isEmpty();
    }
}
