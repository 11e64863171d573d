package antiphon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.bench.phone.CallOptions;
import antiphon.bench.phone.Dialog;
import antiphon.bench.phone.Phone;
import antiphon.bench.sound.Sound;
import antiphon.bench.sound.Spectrum;
import antiphon.endtoend.Api.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// kill -9 at random moments while messages are being left: nothing finished is lost, what was
/// broken off is kept to its last second but one, and rows and files agree.
@Isolated
final class CrashTest {
    private static final long SEED = 20_260_101;
    private static final int CRASHES = 20;

    /// Servers that crash side by side.
    private static final int LANES = 2;

    private static final int CALLERS = 3;
    private static final String BOX = "1001";
    private static final Duration SOON = Duration.ofSeconds(15);

    /// The last second may be lost; the rest is the time in which a phone notices the beep.
    private static final long LOST_MILLIS_MAX = 1_300;

    private static final long BEEP_MILLIS = 300;

    /// Shorter recordings may count as nothing said.
    private static final long EMPTY_MILLIS_MAX = 2_500;

    private static final String QUICK =
            """
            title: A message without much ado
            languages: [en]
            nodes:
              start:
                - voicemail: "1001"
                  greeting: vm-and
                  min: 1s
                  on_refused: sorry
                - hang_up
              sorry: [{play: nobody-there}, hang_up]
            """;

    /// What one caller said: by whom, for how long, and whether he had hung up a second before the
    /// crash.
    private record Said(String caller, long millis, boolean finished) {}

    @TempDir private Path folder;

    @Test
    void twentyCrashesLoseNothingThatWasFinishedAndAtMostASecondOfTheRest() throws Exception {
        try (ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int lane = 0; lane < LANES; lane++) {
                long seed = SEED + lane;
                Path state = folder.resolve("state" + lane);
                running.add(lanes.submit(() -> crashAgainAndAgain(state, seed)));
            }
            for (Future<?> lane : running) {
                lane.get();
            }
        }
    }

    private static Void crashAgainAndAgain(Path state, long seed) throws IOException {
        Random random = new Random(seed);
        List<Said> all = new ArrayList<>();
        ServerProcess server = ServerProcess.startQuickly(state);
        try {
            server.api().makeMailbox(BOX);
            assertThat(server.api().putFlow("quick", QUICK).status()).isBetween(200, 204);
            for (int crash = 0; crash < CRASHES / LANES; crash++) {
                all.addAll(crash(server, random, crash));
                server = ServerProcess.startQuickly(state);
                check(server, all, "crash %d of seed %d: ".formatted(crash, seed));
            }
            assertThat(server.stop()).as("exit code after SIGTERM").isZero();
        } finally {
            server.close();
        }
        return null;
    }

    /// Three callers leave messages, one of them hangs up in time, and the server dies at a random
    /// moment.
    private static List<Said> crash(ServerProcess server, Random random, int crash) {
        List<Said> said = new ArrayList<>();
        try (Phone phone = Phone.bind(ServerProcess.LOOPBACK)) {
            List<Dialog> calls = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                CallOptions options =
                        CallOptions.DEFAULT.from(caller(crash, i)).saying(Sound.tone(600));
                calls.add(phone.invite(server.sip("ivr-quick"), options));
            }
            long[] beganNanos = new long[CALLERS];
            calls.forEach(call -> call.answeredWithin(SOON));
            assertThat(Eventually.holds(SOON, () -> allHeardTheBeep(calls, beganNanos)))
                    .as("beep")
                    .isTrue();
            // One hangs up, two go on; then, somewhere in the next second and a half, the end.
            pause(1_500);
            long endedNanos = System.nanoTime();
            calls.getFirst().bye();
            said.add(new Said(caller(crash, 0), millis(beganNanos[0], endedNanos), true));
            awaitRow(server, caller(crash, 0));
            pause(random.nextInt(1_500));
            long killedNanos = System.nanoTime();
            server.kill();
            for (int i = 1; i < CALLERS; i++) {
                said.add(new Said(caller(crash, i), millis(beganNanos[i], killedNanos), false));
            }
        }
        return said;
    }

    /// Notes for each call when its beep was heard, about 100 ms before its end.
    private static boolean allHeardTheBeep(List<Dialog> calls, long[] beganNanos) {
        boolean all = true;
        for (int i = 0; i < beganNanos.length; i++) {
            if (beganNanos[i] == 0 && Depositing.isBeep(calls.get(i).ear().last(1_600))) {
                beganNanos[i] = System.nanoTime() + (BEEP_MILLIS - 200) * 1_000_000;
            }
            all &= beganNanos[i] != 0;
        }
        return all;
    }

    private static void awaitRow(ServerProcess server, String caller) {
        assertThat(
                        Eventually.holds(
                                SOON,
                                () ->
                                        server.api().messages(BOX).stream()
                                                .anyMatch(m -> m.callerNumber().equals(caller))))
                .as("message of %s before the crash", caller)
                .isTrue();
    }

    private static void check(ServerProcess server, List<Said> all, String when)
            throws IOException {
        long expected = all.stream().filter(s -> s.millis > EMPTY_MILLIS_MAX || s.finished).count();
        List<Message> messages = server.api().awaitMessages(BOX, Math.toIntExact(expected), SOON);
        for (Said one : all.subList(all.size() - CALLERS, all.size())) {
            List<Message> found =
                    messages.stream().filter(m -> m.callerNumber().equals(one.caller)).toList();
            if (found.isEmpty() && !one.finished && one.millis <= EMPTY_MILLIS_MAX) {
                continue;
            }
            assertThat(found).as(when + one).hasSize(1);
            short[] audio = server.api().audio(BOX, found.getFirst().id());
            long atLeast = one.finished ? one.millis - 200 : one.millis - LOST_MILLIS_MAX;
            assertThat(audio.length / 8L).as(when + one).isGreaterThanOrEqualTo(atLeast);
            assertThat(found.getFirst().durationMillis())
                    .isBetween(audio.length / 8L - 20, audio.length / 8L + 20);
            // Not only its length: what was said stands in it to its end.
            assertThat(
                            Spectrum.amplitude(
                                    audio,
                                    Math.max(0, audio.length - 2_400),
                                    Math.min(audio.length, 1_600),
                                    600))
                    .as("tone at the end of %s", one)
                    .isGreaterThan(Sound.AMPLITUDE * 0.8);
        }
        rowsAndFilesAgree(server, messages.size());
    }

    private static void rowsAndFilesAgree(ServerProcess server, int rows) throws IOException {
        Path recordings = server.state().resolve("recordings");
        assertThat(Eventually.holds(SOON, () -> files(recordings.resolve("incoming")) == 0))
                .as("nothing waits in incoming")
                .isTrue();
        assertThat(files(recordings)).as("files of recordings").isEqualTo(rows);
    }

    private static long files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".wav")).count();
        } catch (IOException e) {
            return -1;
        }
    }

    private static String caller(int crash, int number) {
        return Integer.toString(7_000 + crash * 10 + number);
    }

    private static long millis(long fromNanos, long toNanos) {
        return (toNanos - fromNanos) / 1_000_000;
    }

    /// Time in which callers speak: nothing to wait for.
    private static void pause(long millis) {
        long deadline = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < deadline) {
            LockSupport.parkNanos(deadline - System.nanoTime());
        }
    }
}
