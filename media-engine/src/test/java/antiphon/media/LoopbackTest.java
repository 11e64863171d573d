package antiphon.media;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import antiphon.media.MediaEvent.DigitPressed;
import antiphon.media.MediaEvent.MediaStarted;
import antiphon.media.MediaEvent.PlaybackFinished;
import antiphon.media.MediaEvent.RecordingEnd;
import antiphon.media.MediaEvent.RecordingFinished;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two engines talk to each other over real sockets: the only test with a real clock.
class LoopbackTest {
    /// Enough for a hundred sessions, but not many: they must be free in a row.
    private static final int PORTS = 220;

    @TempDir Path folder;

    /// An open session with its events.
    private record Line(MediaSession session, BlockingQueue<MediaEvent> events) {
        static Line open(MediaEngine engine) {
            BlockingQueue<MediaEvent> events = new LinkedBlockingQueue<>();
            return new Line(engine.open(events::add), events);
        }

        void connect(Line other, Direction direction) {
            int port = other.session.port();
            session.connect(
                    new MediaDescription(
                            address(port), address(port + 1), Codec.PCMU, 0, 101, direction));
        }

        <E extends MediaEvent> E await(Class<E> type) throws InterruptedException {
            while (true) {
                MediaEvent event = events.poll(10, SECONDS);
                assertThat(event).as("waiting for %s", type.getSimpleName()).isNotNull();
                if (type.isInstance(event)) {
                    return type.cast(event);
                }
            }
        }
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static MediaEngine engine(int loops) {
        int portMin = FreePorts.first(PORTS);
        return MediaEngine.start(
                new MediaSettings(
                        InetAddress.getLoopbackAddress(),
                        portMin,
                        portMin + PORTS - 1,
                        loops,
                        Duration.ofSeconds(5)));
    }

    @Test
    void whatOneEnginePlaysTheOtherRecords() throws Exception {
        Path file = folder.resolve("heard.wav");
        try (MediaEngine engine = engine(2)) {
            Line talker = Line.open(engine);
            Line recorder = Line.open(engine);
            talker.connect(recorder, Direction.SENDRECV);
            recorder.connect(talker, Direction.SENDRECV);
            recorder.await(MediaStarted.class);
            long startNanos = System.nanoTime();
            recorder.session.record(
                    new RecordingRequest(file, Duration.ofSeconds(60), Duration.ZERO, "#"));
            long playback =
                    talker.session.play(List.of(AudioClip.tone("tone", 500, 1000, -10)), false);

            PlaybackFinished played = talker.await(PlaybackFinished.class);
            recorder.session.stopRecording();
            RecordingFinished recorded = recorder.await(RecordingFinished.class);
            long elapsedMillis = (System.nanoTime() - startNanos) / 1_000_000;

            assertThat(played).isEqualTo(new PlaybackFinished(playback, true, 1));
            assertThat(recorded.end()).isEqualTo(RecordingEnd.STOPPED);
            assertThat(recorded.durationMillis()).isBetween(980L, elapsedMillis + 100);
            assertThat(AudioClip.readWav("heard", file).durationMillis())
                    .isEqualTo(recorded.durationMillis());
        }
    }

    @Test
    void aHundredSessionsLoseNothingAndAreOnTime() throws Exception {
        try (MediaEngine engine = engine(1)) {
            engine.publishMusic("default", List.of(AudioClip.tone("a", 440, 700, -12)));
            List<Line> lines = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                lines.add(Line.open(engine));
            }
            for (int i = 0; i < 100; i += 2) {
                lines.get(i).connect(lines.get(i + 1), Direction.SENDRECV);
                lines.get(i + 1).connect(lines.get(i), Direction.SENDRECV);
                lines.get(i).session.playMusic("default");
                lines.get(i + 1)
                        .session
                        .join(engine.conference("room" + i % 7), "member" + i, false);
            }
            for (Line line : lines) {
                line.await(MediaStarted.class);
            }
            EngineStats before = waitForTicks(engine, 0, 250);
            long startNanos = System.nanoTime();
            EngineStats after = waitForTicks(engine, before.ticks(), 500);
            long seconds = Math.round((System.nanoTime() - startNanos) / 1e9);

            assertThat(after.sessions()).isEqualTo(100);
            assertThat(after.conferences()).isEqualTo(7);
            long sent = after.packetsSent() - before.packetsSent();
            long received = after.packetsReceived() - before.packetsReceived();
            assertThat(received).as("of %d sent", sent).isBetween(sent - 400, sent + 400);
            // 200 slots a second, however busy the machine: deadlines do not drift.
            assertThat(after.ticks() - before.ticks())
                    .isBetween((seconds - 2) * 200, (seconds + 2) * 200);
            assertThat(after.latenessP99Micros()).isPositive();
            for (Line line : lines) {
                assertThat(line.session.stats().lost()).isZero();
                assertThat(line.session.stats().source()).isNotNull();
            }
        }
    }

    @Test
    void aKeyPressedOnTheWireReachesTheListener() throws Exception {
        try (MediaEngine engine = engine(1)) {
            Line line = Line.open(engine);
            try (var phone = new java.net.DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                line.session.connect(
                        new MediaDescription(
                                address(phone.getLocalPort()),
                                address(phone.getLocalPort()),
                                Codec.PCMU,
                                0,
                                101,
                                Direction.SENDRECV));
                for (int sequence = 1; sequence <= 4; sequence++) {
                    byte[] packet = new byte[16];
                    antiphon.media.rtp.RtpHeader.write(
                            packet, sequence == 1, 101, sequence, 160, 7);
                    packet[12] = 5;
                    packet[15] = (byte) (sequence * 40);
                    phone.send(
                            new java.net.DatagramPacket(
                                    packet, packet.length, address(line.session.port())));
                }
                assertThat(line.await(DigitPressed.class).digit()).isEqualTo('5');
            }
        }
    }

    private static EngineStats waitForTicks(MediaEngine engine, long from, long more)
            throws InterruptedException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        EngineStats stats = engine.stats();
        while (stats.ticks() < from + more && System.nanoTime() < deadline) {
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
            stats = engine.stats();
        }
        return stats;
    }
}
