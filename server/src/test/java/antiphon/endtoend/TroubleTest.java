package antiphon.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import antiphon.bench.phone.Dialog;
import antiphon.bench.phone.Phone;
import antiphon.bench.sound.Sound;
import antiphon.bench.sound.Spectrum;
import antiphon.endtoend.Api.Message;
import antiphon.endtoend.Api.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// What goes wrong on a real machine: each a clear error where a person looks, and nothing lost.
@Isolated
final class TroubleTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String BOX = "1001";
    private static final int LEFT_BYTES = 100_000;

    @TempDir private Path folder;

    private static Dialog speakingAfterBeep(Phone phone, ServerProcess server) {
        Dialog call = phone.invite(server.sip("vm-" + BOX)).answeredWithin(SOON);
        Depositing.awaitBeep(call);
        call.say(Sound.tone(600));
        return call;
    }

    @Test
    void aDiskThatFillsUpUnderAMessageIsToldAndWhatWasSaidIsKept() throws Exception {
        Path recordings = Files.createDirectories(folder.resolve("state/recordings"));
        command("mount", "-t", "tmpfs", "-o", "size=32m,mode=0700", "tmpfs", recordings.toString());
        try (ServerProcess server = ServerProcess.startQuickly(folder.resolve("state"));
                Phone phone = Phone.bind(ServerProcess.LOOPBACK)) {
            server.api().makeMailbox(BOX);
            Dialog call = speakingAfterBeep(phone, server);
            Path filler = recordings.resolve("filler");
            fillBut(filler, LEFT_BYTES);
            assertThat(
                            KnownAudio.awaitPrompt(
                                    call.ear(), "vm-partly-saved", Duration.ofSeconds(40)))
                    .as("the caller is told; log:%n%s", server.log())
                    .isTrue();
            call.bye();
            Message kept = server.api().awaitMessages(BOX, 1, SOON).getFirst();
            short[] audio = server.api().audio(BOX, kept.id());
            // At least what fitted into the room that was left, but for the last second.
            assertThat(audio.length).as("samples kept").isGreaterThan(LEFT_BYTES / 2 - 16_000);
            assertThat(Spectrum.amplitude(audio, audio.length - 8_000, 4_000, 600))
                    .isGreaterThan(7_000);
            assertThat(server.log()).containsPattern("(?i)no space left");

            Dialog refused = phone.invite(server.sip("vm-" + BOX)).answeredWithin(SOON);
            assertThat(
                            KnownAudio.awaitPrompt(
                                    refused.ear(), "vm-not-saved", Depositing.GREETING_BOUND))
                    .as("with a full disk the next caller is told before he speaks")
                    .isTrue();
            refused.bye();

            Files.delete(filler);
            Dialog next = speakingAfterBeep(phone, server);
            next.sayAll(Sound.clip(Sound.sine(600, Sound.AMPLITUDE, 24_000)), SOON);
            next.bye();
            assertThat(server.api().awaitMessages(BOX, 2, SOON)).hasSize(2);
        } finally {
            command("umount", "-l", recordings.toString());
        }
    }

    /// Writes until the disk is full, then gives some bytes back.
    private static void fillBut(Path file, int leftBytes) throws IOException {
        byte[] block = new byte[4_096];
        long written = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(block);
                written += block.length;
            }
        } catch (IOException _) {
            // Full.
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(Math.max(0, written - leftBytes));
        }
    }

    @Test
    void aDatabaseThatStopsUnderAMessageLosesNothing() {
        Path state = folder.resolve("state");
        ServerProcess server = ServerProcess.startQuickly(state);
        try (Phone phone = Phone.bind(ServerProcess.LOOPBACK)) {
            server.api().makeMailbox(BOX);
            Dialog call = speakingAfterBeep(phone, server);
            call.ear().awaitMore(Duration.ofSeconds(1), Duration.ofSeconds(1));
            int logged = server.log().length();
            ProcessHandle database = server.postmaster().orElseThrow();
            database.destroyForcibly();
            call.sayAll(Sound.clip(Sound.sine(600, Sound.AMPLITUDE, 16_000)), SOON);
            assertThat(call.isOver()).as("the call goes on without its database").isFalse();
            call.bye();
            ServerProcess asked = server;
            assertThat(
                            Eventually.holds(
                                    Duration.ofSeconds(5),
                                    () -> !asked.troubleSince(logged).isEmpty()))
                    .as("the log says that the database is gone")
                    .isTrue();
            // It comes back by itself, and the message is in its box.
            assertThat(Eventually.holds(Duration.ofSeconds(30), () -> messageIsThere(asked)))
                    .as(
                            "message after the database came back; log:%n%s",
                            server.log().substring(logged))
                    .isTrue();
            Message message = server.api().messages(BOX).getFirst();
            assertThat(message.durationMillis()).isGreaterThan(2_500);
            assertThat(server.api().get("/health/ready").status()).isEqualTo(200);
        } finally {
            server.close();
        }
    }

    private static boolean messageIsThere(ServerProcess server) {
        Reply reply = server.api().get("/api/v1/mailboxes/" + BOX + "/messages");
        return reply.status() == 200 && reply.json().size() == 1;
    }

    @Test
    void aTextFileIsNoPromptAndTheOldOneStays() {
        ServerProcess server = Shared.server();
        byte[] before = server.api().get("/api/v1/prompts/en/welcome/audio").body();
        Reply reply =
                server.api()
                        .put(
                                "/api/v1/prompts/en/welcome",
                                "Dear sir, this is text.\n".getBytes(UTF_8),
                                "audio/wav");
        assertThat(reply.status()).isBetween(400, 422);
        assertThat(reply.json().path("detail").asString("")).isNotBlank();
        assertThat(server.api().get("/api/v1/prompts/en/welcome/audio").body()).isEqualTo(before);
    }

    @Test
    void aWrongFlowIsRefusedWithItsLineAndTheOldOneStays() throws IOException {
        ServerProcess server = Shared.server();
        String right =
                "title: T\nlanguages: [en]\nnodes:\n  start:\n    - play: goodbye\n    - hang_up\n";
        assertThat(server.api().putFlow("twice", right).status()).isBetween(200, 204);
        Reply reply = server.api().putFlow("twice", right.replace("- hang_up", "- go: nowhere"));
        assertThat(reply.status()).isBetween(400, 422);
        assertThat(reply.json().path("problems").path(0).path("line").asInt()).isEqualTo(6);
        assertThat(reply.text()).contains("nowhere");
        assertThat(server.api().get("/api/v1/flows/twice").text())
                .contains("hang_up")
                .doesNotContain("nowhere");
    }

    @Test
    void aWrongSettingStopsTheStartWithOneClearLine() throws Exception {
        Path log = folder.resolve("log.txt");
        Map<String, String> environment =
                ServerProcess.environment(folder.resolve("state"), 5_060, 8_080);
        environment.put("ANTIPHON_SIP_PORT", "sixty");
        Process process = ServerProcess.launch(folder.resolve("state"), environment, log);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isNotZero();
        assertThat(Files.readString(log))
                .contains("ANTIPHON_SIP_PORT", "sixty", "65535")
                .doesNotContain("Exception");
    }

    @Test
    void aTakenPortStopsTheStartWithOneClearLine() throws Exception {
        ServerProcess other = Shared.server();
        Path log = folder.resolve("log.txt");
        Path state = folder.resolve("state");
        Map<String, String> environment =
                ServerProcess.environment(
                        state, other.sipAddress().getPort(), ServerProcess.freePort());
        Process process = ServerProcess.launch(state, environment, log);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isNotZero();
        assertThat(Files.readString(log)).contains(Integer.toString(other.sipAddress().getPort()));
    }

    private static void command(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor())
                .as(
                        "%s (a small file system is needed to fill it up: run as root): %s",
                        String.join(" ", command), output)
                .isZero();
    }
}
