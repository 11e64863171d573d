package antiphon.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import antiphon.media.MediaEvent.PlaybackFinished;
import antiphon.media.MediaEvent.RecordingEnd;
import antiphon.media.MediaEvent.RecordingFinished;
import antiphon.media.MediaEvent.RemovedFromConference;
import antiphon.media.MediaEvent.SessionFailed;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The engine's own threads and sockets; what they carry is proven in the simulation.
class EngineTest {
    private static final int PORTS = 20;

    @TempDir Path folder;

    private final BlockingQueue<MediaEvent> events = new LinkedBlockingQueue<>();

    private static MediaEngine engine(int loops, int portMin, int portMax) {
        return MediaEngine.start(
                new MediaSettings(
                        InetAddress.getLoopbackAddress(),
                        portMin,
                        portMax,
                        loops,
                        Duration.ofSeconds(5)));
    }

    private static MediaEngine engine(int loops) {
        int portMin = FreePorts.first(PORTS);
        return engine(loops, portMin, portMin + PORTS - 1);
    }

    /// A session whose peer is a port on which nobody listens.
    private MediaSession toNobody(MediaEngine engine) {
        MediaSession session = engine.open(events::add);
        session.connect(
                new MediaDescription(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 9),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 9),
                        Codec.PCMA,
                        8,
                        -1,
                        Direction.SENDRECV));
        return session;
    }

    private <E extends MediaEvent> E await(Class<E> type) throws InterruptedException {
        while (true) {
            MediaEvent event = events.poll(10, TimeUnit.SECONDS);
            assertThat(event).as("waiting for %s", type.getSimpleName()).isNotNull();
            if (type.isInstance(event)) {
                return type.cast(event);
            }
        }
    }

    @Test
    void portsAreEvenAndTakenInTurnUntilNoneIsLeft() {
        int portMin = FreePorts.first(22) + 1;
        int portMax = portMin + 20;
        try (MediaEngine engine = engine(1, portMin, portMax)) {
            Set<Integer> ports = new HashSet<>();
            List<MediaSession> sessions = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                MediaSession session = engine.open(_ -> {});
                sessions.add(session);
                ports.add(session.port());
            }
            assertThat(ports).hasSize(10).allMatch(port -> port % 2 == 0 && port > portMin);
            assertThatThrownBy(() -> engine.open(_ -> {}))
                    .isInstanceOf(PortsExhausted.class)
                    .hasMessageContaining((portMin + 1) + "-" + portMax);

            sessions.forEach(MediaSession::close);
            assertThat(openWithin10Seconds(engine).port()).isIn(ports);
        }
    }

    private static MediaSession openWithin10Seconds(MediaEngine engine) {
        for (int i = 0; i < 1000; i++) {
            try {
                return engine.open(_ -> {});
            } catch (PortsExhausted notYet) {
                java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
            }
        }
        throw new AssertionError("closed sessions did not give their ports back");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 192.0.2.1, true",
        "0.0.0.0, 2001:db8::1, true",
        "127.0.0.1, ::1, false",
        "::, 192.0.2.1, true",
        "::, 2001:db8::1, true",
        "::1, 127.0.0.1, false",
        "::1, ::1, true",
    })
    void onlyTheFamilyOfTheSocketsIsReached(String local, String peer, boolean reached) {
        assertThat(SessionSocket.reaches(InetAddress.ofLiteral(local), InetAddress.ofLiteral(peer)))
                .isEqualTo(reached);
    }

    @Test
    void wrongSettingsAreNamed() {
        assertThatThrownBy(() -> engine(0, 22_000, 22_021)).hasMessageContaining("loops 0");
        assertThatThrownBy(() -> engine(1, 22_021, 22_021)).hasMessageContaining("22021");
        assertThatThrownBy(() -> engine(1, 80, 22_021)).hasMessageContaining("80");
    }

    @Test
    void commandsFollowASessionFromLoopToLoopInOrder() throws Exception {
        try (MediaEngine engine = engine(4)) {
            MediaSession session = toNobody(engine);
            for (int i = 0; i < 200; i++) {
                session.join(engine.conference("room" + i % 9), "me", false);
                session.echo(i % 2 == 0);
            }
            long last = session.play(List.of(AudioClip.silence(40)), false);
            assertThat(await(PlaybackFinished.class))
                    .isEqualTo(new PlaybackFinished(last, true, 1));
            assertThat(engine.conferences()).extracting(Conference::name).containsExactly("room1");
            assertThat(engine.conference("room1").participants()).hasSize(1);

            engine.findConference("room1").orElseThrow().remove("me");
            assertThat(await(RemovedFromConference.class).conference()).isEqualTo("room1");
            assertThat(engine.findConference("room1")).isEmpty();
        }
    }

    @Test
    void aPeerWhosePortIsClosedEndsNothing() throws Exception {
        try (MediaEngine engine = engine(1)) {
            MediaSession session = toNobody(engine);
            session.play(List.of(AudioClip.beep()), false);
            await(PlaybackFinished.class);
            assertThat(events).noneMatch(SessionFailed.class::isInstance);
        }
    }

    @Test
    void closingTheEngineCompletesItsRecordings() throws Exception {
        Path file = folder.resolve("last.wav");
        MediaEngine engine = engine(2);
        MediaSession session = toNobody(engine);
        long recording =
                session.record(
                        new RecordingRequest(file, Duration.ofMinutes(1), Duration.ZERO, ""));
        session.play(List.of(AudioClip.beep()), false);
        await(PlaybackFinished.class);
        engine.close();
        RecordingFinished finished = await(RecordingFinished.class);
        assertThat(finished.recording()).isEqualTo(recording);
        assertThat(finished.end()).isEqualTo(RecordingEnd.STOPPED);
        assertThat(finished.durationMillis()).isGreaterThanOrEqualTo(280);
        assertThat(Files.size(file)).isEqualTo(44 + finished.durationMillis() * 16);
        engine.close();
        assertThatThrownBy(() -> engine.open(_ -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void musicMustBePublishedBeforeItIsPlayed() {
        try (MediaEngine engine = engine(1)) {
            engine.publishMusic("jazz", List.of(AudioClip.beep()));
            MediaSession session = engine.open(_ -> {});
            session.playMusic("jazz");
            assertThatThrownBy(() -> session.playMusic("rock"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("rock")
                    .hasMessageContaining("jazz");
            assertThat(engine.musicClasses()).containsExactly("jazz");
        }
    }

    @Test
    void aMusicClassWithoutTracksIsNoClassAnyMore() {
        try (MediaEngine engine = engine(1, 22_400, 22_499)) {
            engine.publishMusic("jazz", List.of(AudioClip.beep()));
            MediaSession session = engine.open(_ -> {});
            session.playMusic("jazz");
            engine.publishMusic("jazz", List.of());
            assertThat(engine.musicClasses()).isEmpty();
            assertThatThrownBy(() -> session.playMusic("jazz"))
                    .isInstanceOf(IllegalArgumentException.class);
            engine.publishMusic("jazz", List.of(AudioClip.beep()));
            assertThat(engine.musicClasses()).containsExactly("jazz");
        }
    }
}
