package antiphon.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Another SIP implementation than ours calls: sipp's built-in scenario INVITE, ACK, BYE.
final class SippTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({"u1, 200, 100", "t1, 100, 50", "tn, 20, 20"})
    void sippMakesItsCalls(String transport, int calls, int rate)
            throws IOException, InterruptedException {
        CallHandler handler =
                call -> {
                    call.answer();
                    House.ANSWER.handle(call);
                };
        try (var house = new House(handler)) {
            Path sipp = Path.of("/usr/bin/sipp");
            assertThat(Files.isExecutable(sipp))
                    .as("sipp is missing: apt-get install sip-tester")
                    .isTrue();
            List<String> command = new ArrayList<>(List.of(sipp.toString()));
            command.addAll(
                    List.of(
                            "127.0.0.1:" + house.server.port(),
                            "-sn",
                            "uac",
                            "-s",
                            "main",
                            "-i",
                            InetAddress.getLoopbackAddress().getHostAddress(),
                            "-t",
                            transport,
                            "-m",
                            Integer.toString(calls),
                            "-r",
                            Integer.toString(rate),
                            "-d",
                            "100",
                            "-max_socket",
                            "1000",
                            "-nostdin",
                            "-trace_err"));
            Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("sipp.log").toFile())
                            .start();
            try {
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("sipp ends").isTrue();
            } finally {
                process.destroyForcibly();
            }
            assertThat(process.exitValue())
                    .as(Files.readString(folder.resolve("sipp.log")))
                    .isZero();
            House.eventually("all calls have ended", () -> house.server.calls().isEmpty());
            SipStats stats = house.server.stats();
            assertThat(stats.callsTotal()).isEqualTo(calls);
            assertThat(stats.dialogs()).isZero();
            assertThat(house.engine.openSessions()).isZero();
        }
    }
}
