package antiphon.media;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.media.MediaEvent.SessionFailed;
import antiphon.media.audio.G711;
import antiphon.media.rtp.RtpHeader;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Hostile packets from the right address, where the latch does not help.
class FuzzTest {
    private static final int PACKETS = 50_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void mutatedPacketsHarmNobody(long seed) {
        Random random = new Random(seed);
        Simulation simulation = new Simulation(seed).phones(4).joined("room");
        Phone victim = simulation.phones.get(0);
        victim.execute(
                new Command.StartRecording(
                        new MemorySink(),
                        new RecordingRequest(
                                java.nio.file.Path.of("x"),
                                java.time.Duration.ofDays(1),
                                java.time.Duration.ZERO,
                                "")));
        simulation.runMillis(500);
        List<byte[]> models = models();
        InetSocketAddress rtcp = new InetSocketAddress(victim.address.getAddress(), 4001);
        for (int i = 0; i < PACKETS; i++) {
            byte[] packet = mutated(models.get(random.nextInt(models.size())), random);
            if (random.nextInt(4) == 0) {
                victim.wire.deliverRtcp(packet, rtcp, simulation.nowNanos());
            } else {
                victim.wire.deliver(packet, victim.address, simulation.nowNanos());
            }
            if (i % 20 == 0) {
                simulation.step();
            }
        }
        for (Phone phone : simulation.phones) {
            assertThat(phone.events(SessionFailed.class)).as("seed %d", seed).isEmpty();
            assertThat(phone.session.closed).isFalse();
            phone.forgetHeard();
        }
        simulation.runMillis(3000);
        for (Phone phone : simulation.phones) {
            assertThat(phone.heardPhones()).as("phone %d, seed %d", phone.number, seed).hasSize(3);
        }
    }

    private static List<byte[]> models() {
        byte[] audio = new byte[172];
        RtpHeader.write(audio, false, 0, 30, 5000, 0x1000);
        G711.MU_LAW.encode(new int[160], 0, 160, audio, 12);
        byte[] key = Events.packet(true, 31, 5000, 0x1000, 5, false, 160);
        byte[] report = new byte[52];
        report[0] = (byte) 0x81;
        report[1] = (byte) 200;
        report[3] = 12;
        return List.of(audio, key, report, new byte[20]);
    }

    private static byte[] mutated(byte[] model, Random random) {
        int length =
                random.nextInt(3) == 0 ? random.nextInt(LoopBuffers.DATAGRAM_MAX) : model.length;
        byte[] packet = java.util.Arrays.copyOf(model, length);
        int changes = random.nextInt(6);
        for (int i = 0; i < changes && length > 0; i++) {
            packet[random.nextInt(Math.min(length, 40))] = (byte) random.nextInt(256);
        }
        if (length > 4 && random.nextBoolean()) {
            packet[2] = (byte) random.nextInt(256);
            packet[3] = (byte) random.nextInt(256);
        }
        return packet;
    }
}
