package antiphon.bench.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import antiphon.bench.sound.Law;
import antiphon.bench.sound.Sound;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EarTest {
    private static final long TICK_NANOS = 20_000_000;

    private final Ear ear = new Ear(80_000);
    private final byte[] tone = Sound.tone(440).encoded(Law.PCMU);

    private void hear(int sequence, long timestamp, long nowNanos) {
        ByteBuffer packet =
                ByteBuffer.allocate(172)
                        .put((byte) 0x80)
                        .put((byte) 0)
                        .putShort((short) sequence)
                        .putInt((int) timestamp)
                        .putInt(7);
        packet.put(tone, (sequence * 160) % 8_000, 160);
        ear.onDatagram(packet.array(), 172, nowNanos);
    }

    @Test
    void lossIsCountedAcrossTheWrapOfSequenceNumbers() {
        for (int i = 0; i < 1_000; i++) {
            if (i % 100 != 50 && i != 711) {
                hear(65_000 + i, i * 160L, i * TICK_NANOS);
            }
        }
        assertThat(ear.counts().lost()).isEqualTo(11);
        assertThat(ear.counts().gaps()).isEqualTo(11);
        assertThat(ear.counts().received()).isEqualTo(989);
    }

    @Test
    void duplicatesAndLatecomersAreNoLoss() {
        hear(1, 0, 0);
        hear(3, 320, 2 * TICK_NANOS);
        hear(2, 160, 2 * TICK_NANOS);
        hear(3, 320, 2 * TICK_NANOS);
        assertThat(ear.counts().lost()).isZero();
        assertThat(ear.counts().duplicates()).isEqualTo(1);
        assertThat(ear.counts().reordered()).isEqualTo(1);
    }

    @Test
    void audioStandsAtItsTimestampWhateverTheOrder() {
        for (int i : new int[] {0, 2, 1, 3, 5, 4}) {
            hear(i, i * 160L, i * TICK_NANOS);
        }
        assertThat(Law.PCMU.encode(ear.audio())).isEqualTo(java.util.Arrays.copyOf(tone, 960));
    }

    @Test
    void latenessIsCountedFromTheEarliestPacketOfTheGrid() {
        long[] lateMillis = {3, 0, 1, 8, 2};
        for (int i = 0; i < 500; i++) {
            hear(i, i * 160L, i * TICK_NANOS + lateMillis[i % 5] * 1_000_000);
        }
        Lateness lateness = ear.lateness();
        assertThat(lateness.count()).isEqualTo(500);
        assertThat(lateness.millis(0.5)).isCloseTo(2, within(0.15));
        assertThat(lateness.maxMillis()).isCloseTo(8, within(0.15));
    }

    @Test
    void nothingOffTheWireThrows() {
        Random random = new Random(20_260_101);
        for (int i = 0; i < 20_000; i++) {
            byte[] packet = new byte[random.nextInt(200)];
            random.nextBytes(packet);
            if (packet.length > 1 && i % 2 == 0) {
                packet[0] = (byte) (0x80 | (packet[0] & 0x3F));
                packet[1] = 0;
            }
            ear.onDatagram(packet, packet.length, i * TICK_NANOS);
        }
        assertThat(ear.counts().foreign()).isPositive();
    }
}
