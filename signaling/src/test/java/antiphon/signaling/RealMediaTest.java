package antiphon.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.media.MediaEngine;
import antiphon.media.MediaEvent;
import antiphon.media.MediaSettings;
import antiphon.media.RecordingRequest;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signaling and the real media engine together, over real sockets.
final class RealMediaTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @TempDir private Path folder;

    /// An engine with `pairs` free port pairs.
    private static MediaEngine engine(int pairs, Duration timeout) throws IOException {
        int portMin = freePorts(2 * pairs);
        int portMax = portMin + 2 * pairs - 1;
        return MediaEngine.start(new MediaSettings(LOOPBACK, portMin, portMax, 1, timeout));
    }

    /// Other tests of this machine use ports as well: the first of so many that are free in a row.
    private static int freePorts(int count) throws IOException {
        for (int attempt = 0; attempt < 200; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(10_000, 15_000) * 2;
            int free = 0;
            while (free < count && free(first + free)) free++;
            if (free == count) return first;
        }
        throw new IOException("no " + count + " free ports in a row");
    }

    private static boolean free(int port) {
        try (var _ = new DatagramSocket(port, LOOPBACK)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// RTP of a phone: PCMU, one packet per 20 ms.
    private static final class Rtp implements AutoCloseable {
        private static final long PACKET_NANOS = 20_000_000;

        final DatagramSocket socket;
        private int sequence = 100;
        private int timestamp = 8_000;
        private long nextNanos = System.nanoTime();

        Rtp() throws IOException {
            socket = new DatagramSocket(0, LOOPBACK);
        }

        String offer() {
            return Phone.sdp(
                    "m=audio " + socket.getLocalPort() + " RTP/AVP 0 101",
                    "a=rtpmap:101 telephone-event/8000");
        }

        void voice(int port, int packets) throws IOException {
            for (int i = 0; i < packets; i++) {
                byte[] payload = new byte[160];
                for (int s = 0; s < payload.length; s++) payload[s] = (byte) (0x90 + (s % 16));
                send(port, 0, payload, timestamp);
                timestamp += 160;
                pace();
            }
        }

        /// RFC 4733 §2.3: event, end bit and volume, duration
        void key(int port, int event) throws IOException {
            for (int i = 1; i <= 6; i++) {
                boolean end = i > 3;
                int duration = 160 * Math.min(i, 4);
                send(
                        port,
                        101,
                        new byte[] {
                            (byte) event,
                            (byte) (end ? 0x8a : 0x0a),
                            (byte) (duration >> 8),
                            (byte) duration
                        },
                        timestamp);
                pace();
            }
            timestamp += 960;
        }

        /// Until 20 ms after the packet before: late packets don't delay those behind them.
        private void pace() {
            nextNanos += PACKET_NANOS;
            long now = System.nanoTime();
            if (now - nextNanos > PACKET_NANOS) nextNanos = now;
            while (nextNanos - System.nanoTime() > 0) {
                LockSupport.parkNanos(nextNanos - System.nanoTime());
            }
        }

        private void send(int port, int payloadType, byte[] payload, int time) throws IOException {
            ByteBuffer packet = ByteBuffer.allocate(12 + payload.length);
            packet.put((byte) 0x80)
                    .put((byte) payloadType)
                    .putShort((short) sequence++)
                    .putInt(time)
                    .putInt(0x1234)
                    .put(payload);
            socket.send(new DatagramPacket(packet.array(), packet.position(), LOOPBACK, port));
        }

        /// Payload type of the next packet, or -1.
        int receive(Duration limit) throws IOException {
            var packet = new DatagramPacket(new byte[2_000], 2_000);
            socket.setSoTimeout((int) limit.toMillis());
            try {
                socket.receive(packet);
                return packet.getData()[1] & 0x7f;
            } catch (SocketTimeoutException _) {
                return -1;
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static int mediaPort(SipText ok) {
        return Integer.parseInt(ok.line("m=").split(" ")[1]);
    }

    private void collect(Call call) {
        while (true) {
            MediaEvent event = call.await(call.nanoTime() + TimeUnit.MINUTES.toNanos(1));
            switch (event) {
                case MediaEvent.DigitPressed digit -> seen.add("key " + digit.digit());
                case MediaEvent.RecordingFinished finished ->
                        seen.add("recorded " + finished.end());
                case null, default -> {}
            }
        }
    }

    @Test
    void aPhoneIsHeardAndItsKeysAreSeen() throws IOException, InterruptedException {
        CallHandler handler =
                call -> {
                    call.echo(true);
                    collect(call);
                };
        try (var engine = engine(4, Duration.ofSeconds(30));
                var server = SipServer.start(SipSettings.of(LOOPBACK, 0), engine, handler);
                Phone phone = Phone.udp(server.port());
                var rtp = new Rtp()) {
            int port = mediaPort(phone.call(rtp.offer()));
            rtp.voice(port, 10);
            assertThat(rtp.receive(Duration.ofSeconds(2))).isZero();
            rtp.key(port, 5);
            assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo("key 5");
            CallView view = server.calls().getFirst();
            assertThat(view.media()).isNotNull();
            phone.send(phone.next("BYE", "", ""));
            phone.expect(200, "BYE");
            House.eventually("the port is free", () -> engine.stats().sessions() == 0);
        }
    }

    @Test
    void aRecordingIsCompleteWhenTheCallerHangsUp() throws IOException, InterruptedException {
        Path file = folder.resolve("message.wav");
        CallHandler handler =
                call -> {
                    call.answer();
                    call.record(
                            new RecordingRequest(file, Duration.ofMinutes(1), Duration.ZERO, "#"));
                    try {
                        collect(call);
                    } catch (HungUp e) {
                        seen.add(e.hangUpCause().name());
                    }
                };
        try (var engine = engine(4, Duration.ofSeconds(30));
                var server = SipServer.start(SipSettings.of(LOOPBACK, 0), engine, handler);
                Phone phone = Phone.udp(server.port());
                var rtp = new Rtp()) {
            int port = mediaPort(phone.call(rtp.offer()));
            rtp.voice(port, 25);
            phone.send(phone.next("BYE", "", ""));
            phone.expect(200, "BYE");
            assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo("recorded STOPPED");
            assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo("CALLER_BYE");
            assertThat(Files.size(file)).isGreaterThan(44 + 6_000L);
        }
    }

    @Test
    void aSilentPhoneIsHungUpOn() throws IOException {
        try (var engine = engine(4, Duration.ofMillis(300));
                var server = SipServer.start(SipSettings.of(LOOPBACK, 0), engine, House.ANSWER);
                Phone phone = Phone.udp(server.port());
                var rtp = new Rtp()) {
            phone.call(rtp.offer());
            phone.ok(phone.expectRequest("BYE"));
        }
    }

    /// RFC 3261 §21.5.4
    @Test
    void whenNoPortIsLeftACallGets503AndThePortComesBackLater() throws IOException {
        try (var engine = engine(1, Duration.ofSeconds(30));
                var server = SipServer.start(SipSettings.of(LOOPBACK, 0), engine, House.ANSWER);
                Phone first = Phone.udp(server.port());
                Phone second = Phone.udp(server.port());
                Phone third = Phone.udp(server.port());
                var rtp = new Rtp()) {
            first.call(rtp.offer());
            second.send(second.invite("", rtp.offer()));
            assertThat(second.expect(503).header("Retry-After")).isEqualTo("10");
            second.send(second.ackOfRefusal());
            first.send(first.next("BYE", "", ""));
            first.expect(200, "BYE");
            // The port comes back when the session has said goodbye, a little after the call.
            House.eventually("a call is answered again", () -> answered(third, rtp.offer()));
        }
    }

    private static boolean answered(Phone phone, String offer) {
        phone.branch = Phone.newBranch();
        phone.toTag = "";
        phone.send(phone.invite("", offer));
        SipText last = Objects.requireNonNull(phone.await(m -> m.status() >= 200, Phone.PATIENCE));
        phone.toTag = last.toTag();
        phone.send(last.status() == 200 ? phone.ack() : phone.ackOfRefusal());
        return last.status() == 200;
    }

    @Test
    void aHeldPhoneGetsNoPacketsUntilItResumes() throws IOException {
        CallHandler handler =
                call -> {
                    call.echo(true);
                    collect(call);
                };
        try (var engine = engine(4, Duration.ofSeconds(30));
                var server = SipServer.start(SipSettings.of(LOOPBACK, 0), engine, handler);
                Phone phone = Phone.udp(server.port());
                var rtp = new Rtp()) {
            int port = mediaPort(phone.call(rtp.offer()));
            rtp.voice(port, 10);
            assertThat(rtp.receive(Duration.ofSeconds(2))).isZero();
            phone.send(phone.reinvite(rtp.offer() + "a=inactive\r\n"));
            phone.expect(200, "INVITE");
            phone.send(phone.ack());
            // What was under way first.
            while (rtp.receive(Duration.ofMillis(100)) >= 0) {}
            assertThat(rtp.receive(Duration.ofMillis(300))).isEqualTo(-1);
            phone.send(phone.reinvite(rtp.offer()));
            phone.expect(200, "INVITE");
            phone.send(phone.ack());
            rtp.voice(port, 10);
            assertThat(rtp.receive(Duration.ofSeconds(2))).isZero();
        }
    }
}
