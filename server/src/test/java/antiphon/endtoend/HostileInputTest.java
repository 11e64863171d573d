package antiphon.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import antiphon.bench.phone.CallOptions;
import antiphon.bench.phone.Dialog;
import antiphon.bench.phone.Phone;
import antiphon.bench.rtp.RtpCounts;
import antiphon.bench.sound.Sound;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Ten thousand malformed datagrams, made from real ones, at the SIP port and the RTP ports of
/// calls in progress.
@Isolated
final class HostileInputTest {
    private static final long SEED = 8_841;
    private static final int DATAGRAMS = 10_000;
    private static final long PACE_NANOS = 500_000;
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int[] TONES = {400, 640, 1_100};

    /// Transactions and calls that looked real live for up to 64*T1.
    private static final long GROWTH_BYTES_MAX = 24L << 20;

    /// One line in a hundred datagrams would be noise already.
    private static final int TROUBLE_LINES_MAX = 100;

    @TempDir private java.nio.file.Path folder;

    @Test
    void callsInProgressAreUnharmedTheHeapIsFlatAndTheLogIsQuiet() throws IOException {
        try (ServerProcess server = ServerProcess.start(folder.resolve("state"));
                Phone phone = Phone.bind(ServerProcess.LOOPBACK)) {
            List<Dialog> members = new ArrayList<>();
            for (int hz : TONES) {
                members.add(
                        phone.invite(
                                        server.sip("conf-attacked"),
                                        CallOptions.DEFAULT.saying(Sound.tone(hz)).from("t" + hz))
                                .answeredWithin(SOON));
            }
            hearEachOther(members);
            attack(
                    server, members, 1_000,
                    SEED + 1); // classes loaded, code compiled: before what is measured
            long before = server.liveBytes();
            int logged = server.log().length();
            List<RtpCounts> counts = members.stream().map(m -> m.ear().counts()).toList();

            attack(server, members, DATAGRAMS, SEED);

            hearEachOther(members);
            for (int i = 0; i < members.size(); i++) {
                RtpCounts after = members.get(i).ear().counts();
                assertThat(after.lost())
                        .as("packets lost by call %d", i)
                        .isEqualTo(counts.get(i).lost());
                assertThat(after.streams()).as("streams of call %d", i).isEqualTo(1);
                assertThat(members.get(i).isOver()).isFalse();
            }
            assertThat(server.troubleSince(logged)).hasSizeLessThan(TROUBLE_LINES_MAX);
            assertThat(server.liveBytes() - before)
                    .as("growth of live objects")
                    .isLessThan(GROWTH_BYTES_MAX);
            Dialog another =
                    phone.invite(server.sip("echo"), CallOptions.DEFAULT.saying(Sound.tone(500)))
                            .answeredWithin(SOON);
            assertThat(another.ear().awaitPureTone(500, SOON)).as("a new call is served").isTrue();
            assertThat(another.bye()).isEqualTo(200);
            members.forEach(member -> assertThat(member.bye()).isEqualTo(200));
        }
    }

    private static void hearEachOther(List<Dialog> members) {
        for (int own = 0; own < TONES.length; own++) {
            for (int other = 0; other < TONES.length; other++) {
                if (other != own) {
                    assertThat(hears(members.get(own), TONES[other]))
                            .as("%d Hz heard by %d", TONES[other], own)
                            .isTrue();
                }
            }
        }
    }

    private static boolean hears(Dialog member, int hz) {
        return Eventually.holds(SOON, () -> member.ear().level(hz) > Sound.AMPLITUDE * 0.9);
    }

    /// Half to SIP, half to RTP, from sockets that no call belongs to.
    private static void attack(ServerProcess server, List<Dialog> members, int datagrams, long seed)
            throws IOException {
        Random random = new Random(seed);
        List<byte[]> messages = sipMessages(server, members);
        try (DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(ServerProcess.LOOPBACK, 0))) {
            long deadline = System.nanoTime();
            for (int i = 0; i < datagrams; i++) {
                boolean sip = i % 2 == 0;
                byte[] bytes =
                        mutated(
                                sip ? messages.get(random.nextInt(messages.size())) : rtp(random),
                                random);
                InetSocketAddress target =
                        sip
                                ? server.sipAddress()
                                : requireNonNull(
                                                members.get(random.nextInt(members.size()))
                                                        .remoteSdp())
                                        .address();
                socket.send(new DatagramPacket(bytes, bytes.length, target));
                deadline += PACE_NANOS;
                LockSupport.parkNanos(deadline - System.nanoTime());
            }
        }
    }

    private static List<byte[]> sipMessages(ServerProcess server, List<Dialog> members) {
        List<byte[]> messages = new ArrayList<>();
        String sdp = CallOffers.of("0 101");
        for (String method :
                List.of(
                        "INVITE",
                        "ACK",
                        "BYE",
                        "CANCEL",
                        "OPTIONS",
                        "INFO",
                        "REGISTER",
                        "UPDATE")) {
            for (Dialog member : members.subList(0, 2)) {
                // Half of them name a call in progress, but not its tags: they must not end it.
                String callId =
                        messages.size() % 2 == 0 ? member.callId() : "hostile-" + messages.size();
                String body = method.equals("INVITE") ? sdp : "";
                messages.add(
                        """
                        %1$s %2$s SIP/2.0
                        Via: SIP/2.0/UDP 127.0.0.1:9;rport;branch=z9hG4bKhostile%3$d
                        Max-Forwards: 70
                        From: <sip:eve@127.0.0.1>;tag=eve
                        To: <%2$s>
                        Call-ID: %4$s
                        CSeq: 1 %1$s
                        Contact: <sip:eve@127.0.0.1:9>
                        Content-Type: application/sdp
                        Content-Length: %5$d

                        %6$s\
                        """
                                .formatted(
                                        method,
                                        server.sip("nobody"),
                                        messages.size(),
                                        callId,
                                        body.length(),
                                        "")
                                .replace("\n", "\r\n")
                                .concat(body)
                                .getBytes(UTF_8));
            }
        }
        return messages;
    }

    private static byte[] rtp(Random random) {
        byte[] packet = new byte[172];
        random.nextBytes(packet);
        packet[0] = (byte) 0x80;
        packet[1] = (byte) (random.nextBoolean() ? 0 : random.nextInt(256));
        return packet;
    }

    /// Bits flipped, bytes cut, doubled or replaced: one to eight times.
    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes && bytes.length > 1; i++) {
            int at = random.nextInt(bytes.length);
            int length = 1 + random.nextInt(Math.min(40, bytes.length - at));
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes = spliced(bytes, at, length, new byte[0]);
                case 2 ->
                        bytes =
                                spliced(
                                        bytes,
                                        at,
                                        0,
                                        java.util.Arrays.copyOfRange(bytes, at, at + length));
                case 3 -> bytes = java.util.Arrays.copyOf(bytes, Math.max(1, at));
                default -> {
                    byte[] noise = new byte[length];
                    random.nextBytes(noise);
                    bytes = spliced(bytes, at, length, noise);
                }
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int at, int removed, byte[] added) {
        byte[] result = new byte[bytes.length - removed + added.length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(added, 0, result, at, added.length);
        System.arraycopy(
                bytes, at + removed, result, at + added.length, bytes.length - at - removed);
        return result;
    }
}
