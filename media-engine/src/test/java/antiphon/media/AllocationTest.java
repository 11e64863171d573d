package antiphon.media;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.media.audio.Frame;
import antiphon.media.audio.G711;
import antiphon.media.rtp.RtpHeader;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The steady path makes no garbage: packets, frames, mixing, playing, recording, loss and jitter.
class AllocationTest {
    private static final int SESSIONS = 24;

    private final EngineClock clock = new EngineClock(0, 0, new byte[] {'a'});
    private final MediaCore core = new MediaCore(clock, new RoomDirectory());
    private final List<Session> sessions = new ArrayList<>();
    private final byte[] packet = new byte[LoopBuffers.DATAGRAM_MAX];
    private final int[] pcm = new int[Frame.SAMPLES];
    private long slotNumber;

    private static final class Nowhere implements Transport {
        @Override
        public void receive(Session session, boolean rtcpToo, long nowNanos) {}

        @Override
        public boolean sendRtp(byte[] packet, int length, InetSocketAddress target) {
            return true;
        }

        @Override
        public boolean sendRtcp(byte[] packet, int length, InetSocketAddress target) {
            return true;
        }

        @Override
        public void filter(@Nullable InetSocketAddress source) {}

        @Override
        public void close() {}
    }

    private static final class DevNull implements AudioSink {
        @Override
        public boolean write(int[] pcm, int count) {
            return true;
        }

        @Override
        public void finish(MediaEvent.RecordingEnd end, int cutSamples) {}
    }

    private void callEverybody() {
        AudioClip clip = AudioClip.tone("long", 700, 600_000, -10);
        clip.encode(Codec.PCMU);
        Music music = new Music("default");
        music.publish(List.of(AudioClip.tone("music", 500, 900, -10)));
        for (int i = 0; i < SESSIONS; i++) {
            Session session =
                    new Session(
                            _ -> {},
                            new Nowhere(),
                            clock,
                            Long.MAX_VALUE / 4,
                            Long.MAX_VALUE / 4,
                            100 + i);
            core.add(session);
            sessions.add(session);
            InetSocketAddress rtp = Simulation.address(i + 1, 4000);
            InetSocketAddress rtcp = Simulation.address(i + 1, 4001);
            execute(
                    session,
                    new Command.Connect(
                            new MediaDescription(
                                    rtp, rtcp, Codec.PCMU, 0, 101, Direction.SENDRECV)));
            switch (i % 4) {
                case 0 -> execute(session, new Command.Play(1, List.of(clip), true));
                case 1 -> execute(session, new Command.PlayMusic(music));
                case 2 -> {
                    RecordingRequest request =
                            new RecordingRequest(
                                    Path.of("x"), Duration.ofDays(1), Duration.ofDays(1), "#");
                    execute(session, new Command.StartRecording(new DevNull(), request));
                    execute(session, new Command.Echo(i % 8 == 2));
                }
                default -> execute(session, new Command.Join("room", "m" + i, false));
            }
        }
    }

    private void execute(Session session, Command command) {
        core.execute(session, command, now());
    }

    private long now() {
        return slotNumber * Frame.SLOT_NANOS;
    }

    /// A second of everything, with packets lost, late and twice.
    private void second() {
        for (int i = 0; i < 50 * Frame.SLOTS; i++) {
            if (slotNumber % Frame.SLOTS == 0) {
                for (int s = 0; s < SESSIONS; s++) {
                    receive(s, (int) (slotNumber / Frame.SLOTS));
                }
            }
            core.tick((int) (slotNumber % Frame.SLOTS), now(), now());
            slotNumber++;
        }
    }

    private void receive(int number, int frame) {
        if ((frame + number) % 29 == 0) {
            return; // lost
        }
        int late = (frame / 3 + number) % 37 == 0 ? 2 : 0;
        datagram(number, frame - late);
        if ((frame + number) % 31 == 0) {
            datagram(number, frame);
        }
    }

    private void datagram(int number, int frame) {
        int frequency = 300 + 50 * number;
        for (int i = 0; i < Frame.SAMPLES; i++) {
            pcm[i] = (frame * Frame.SAMPLES + i) * frequency % 8000 - 4000;
        }
        RtpHeader.write(packet, false, 0, frame & 0xFFFF, frame * 160, number);
        G711.MU_LAW.encode(pcm, 0, Frame.SAMPLES, packet, RtpHeader.FIXED_LENGTH);
        Session session = sessions.get(number);
        InetSocketAddress source = session.receiver().latch().target();
        if (source != null) {
            session.onRtp(packet, RtpHeader.FIXED_LENGTH + Frame.SAMPLES, source, now());
        }
    }

    @Test
    void tensOfThousandsOfFramesAllocateNothing() {
        var threads =
                (com.sun.management.ThreadMXBean)
                        java.lang.management.ManagementFactory.getThreadMXBean();
        callEverybody();
        for (int i = 0; i < 20; i++) {
            second();
        }
        threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 60; i++) {
            second();
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).as("bytes for %d frames", 60 * 50 * SESSIONS).isZero();
        assertThat(sessions).allMatch(session -> session.packetsSent() == 80 * 50);
        assertThat(sessions.get(3).receiver().inventedSamples()).isGreaterThan(1000);
    }
}
