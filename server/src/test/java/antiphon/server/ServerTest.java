package antiphon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import antiphon.server.settings.Settings;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starting, and what stops the start.
final class ServerTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @TempDir private Path folder;
    private Path state;
    private Map<String, String> environment;

    @BeforeEach
    void choosePorts() throws IOException {
        state = folder.resolve("state");
        environment = new HashMap<>();
        environment.put("ANTIPHON_STATE_DIR", state.toString());
        environment.put("ANTIPHON_SIP_ADDRESS", "127.0.0.1");
        environment.put("ANTIPHON_SIP_PORT", Integer.toString(freePort()));
        environment.put("ANTIPHON_HTTP_PORT", "0");
        environment.put("ANTIPHON_RTP_PORTS", "46100-46199");
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }

    private Settings settings() {
        return Settings.read(null, environment);
    }

    @Test
    void theReadyLineNamesSipAdminAndStateFolder() throws IOException {
        try (Server server = Server.start(settings())) {
            assertThat(server.readyLine())
                    .startsWith("antiphon ready")
                    .contains(
                            "127.0.0.1:" + server.sipPort(),
                            server.adminUri().toString(),
                            state.toString());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
                    .isEqualTo("rwx------");
            assertThat(state.resolve("admin-token")).exists();
            assertThatThrownBy(() -> Server.start(settings()))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining(state + " is in use by another server");
        }
    }

    @Test
    void aSipPortThatIsTakenIsNamedAndAllElseIsClosedAgain() throws IOException {
        int port = Integer.parseInt(environment.get("ANTIPHON_SIP_PORT"));
        try (var _ = new DatagramSocket(new InetSocketAddress(LOOPBACK, port))) {
            assertThatThrownBy(() -> Server.start(settings()))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageStartingWith(
                            "SIP cannot use port "
                                    + port
                                    + " on 127.0.0.1 (sip.port, sip.address)");
        }
        Server.start(settings()).close();
    }

    @Test
    void anHttpPortThatIsTakenIsNamed() throws IOException {
        try (var taken = new ServerSocket(0, 1, LOOPBACK)) {
            environment.put("ANTIPHON_HTTP_PORT", Integer.toString(taken.getLocalPort()));
            assertThatThrownBy(() -> Server.start(settings()))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageStartingWith(
                            "the administrator's console cannot use port "
                                    + taken.getLocalPort()
                                    + " on 127.0.0.1 (http.port, http.address)");
        }
    }

    @Test
    void aStateFolderThatIsAFileIsNamed() throws IOException {
        Files.writeString(state, "");

        assertThatThrownBy(() -> Server.start(settings()))
                .isInstanceOf(StartFailure.class)
                .hasMessage("state folder " + state + " (state.dir) is a file");
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsNamedWithoutItsPassword() throws IOException {
        environment.put(
                "ANTIPHON_DATABASE_URL",
                "jdbc:postgresql://127.0.0.1:" + freePort() + "/none?connectTimeout=2");
        environment.put("ANTIPHON_DATABASE_PASSWORD", "hush");

        assertThatThrownBy(() -> Server.start(settings()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("127.0.0.1")
                .hasMessageNotContaining("hush");
    }
}
