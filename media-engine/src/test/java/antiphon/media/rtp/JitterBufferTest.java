package antiphon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.media.audio.Decoder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// With a codec that loses nothing, so that every step in the sound is the buffer's own.
class JitterBufferTest {
    private static final int FRAME = 160;
    private static final int FIRST = 65_500;

    /// Two bytes a sample, big end first.
    private static final Decoder LINEAR =
            new Decoder() {
                @Override
                public int samples(int payloadLength) {
                    return payloadLength / 2;
                }

                @Override
                public void decode(
                        byte[] payload, int offset, int length, int[] pcm, int pcmOffset) {
                    for (int i = 0; i < length / 2; i++) {
                        pcm[pcmOffset + i] =
                                (payload[offset + 2 * i] << 8)
                                        | (payload[offset + 2 * i + 1] & 0xFF);
                    }
                }
            };

    private final JitterBuffer buffer = new JitterBuffer(LINEAR);
    private int[] heard = new int[0];

    /// Two tones without a common period: no shift fits them exactly.
    private static int signal(int sample) {
        double t = sample / 8000.0;
        return (int)
                (4000 * Math.sin(2 * Math.PI * 231 * t) + 3000 * Math.sin(2 * Math.PI * 617 * t));
    }

    private void arrive(int number) {
        arrive(number, false);
    }

    private void arrive(int number, boolean silenced) {
        byte[] payload = new byte[2 * FRAME];
        for (int i = 0; i < FRAME; i++) {
            int value = signal(number * FRAME + i);
            payload[2 * i] = (byte) (value >> 8);
            payload[2 * i + 1] = (byte) value;
        }
        buffer.audio((FIRST + number) & 0xFFFF, payload, 0, payload.length, silenced);
    }

    private int[] pull() {
        int[] frame = new int[FRAME];
        buffer.pull(frame);
        heard = Arrays.copyOf(heard, heard.length + FRAME);
        System.arraycopy(frame, 0, heard, heard.length - FRAME, FRAME);
        return frame;
    }

    private static int[] sent(int number) {
        int[] frame = new int[FRAME];
        Arrays.setAll(frame, i -> signal(number * FRAME + i));
        return frame;
    }

    /// The largest bend of the curve: clean sound has a bend of about 1,000, a click of its height.
    private static int worstBend(int[] pcm, int from) {
        int worst = 0;
        for (int i = from + 2; i < pcm.length; i++) {
            worst = Math.max(worst, Math.abs(pcm[i] - 2 * pcm[i - 1] + pcm[i - 2]));
        }
        return worst;
    }

    private static int cleanBend() {
        int[] clean = new int[8000];
        Arrays.setAll(clean, JitterBufferTest::signal);
        return worstBend(clean, 0);
    }

    @Test
    void aCleanStreamComesOutAsItWentInAcrossTheWrapOfSequenceNumbers() {
        for (int i = 0; i < 100; i++) {
            arrive(i);
            assertThat(pull()).as("frame %d", i).isEqualTo(sent(i));
        }
        assertThat(buffer.inventedSamples()).isZero();
        assertThat(buffer.delaySamples()).isZero();
    }

    @Test
    void orderAndDuplicatesDoNotMatterWithinTheDelay() {
        arrive(0);
        arrive(2);
        arrive(1);
        arrive(1);
        arrive(3);
        arrive(2);
        for (int i = 0; i < 4; i++) {
            assertThat(pull()).as("frame %d", i).isEqualTo(sent(i));
        }
        arrive(1);
        assertThat(buffer.late()).isEqualTo(1);
    }

    @Test
    void aLostPacketCostsItsOwnTimeAndNoDelay() {
        for (int i = 0; i < 20; i++) {
            if (i != 10) {
                arrive(i);
            }
            int[] frame = pull();
            if (i < 10 || i > 11) {
                assertThat(frame).as("frame %d", i).isEqualTo(sent(i));
            }
        }
        assertThat(buffer.inventedSamples()).isEqualTo(FRAME);
    }

    @Test
    void aLatePacketIsHeardAndTheDelayGrowsByIt() {
        for (int i = 0; i < 20; i++) {
            arrive(i);
            pull();
        }
        pull(); // number 20 is late
        arrive(20);
        arrive(21);
        pull();
        assertThat(buffer.delaySamples()).isEqualTo(FRAME);
        arrive(22);
        assertThat(pull()).isEqualTo(sent(21));
        assertThat(buffer.late()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void lossesAreFilledInWithoutAClick(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            if (i < 20 || random.nextDouble() > 0.05) {
                arrive(i);
            }
            pull();
        }
        assertThat(buffer.inventedSamples()).isGreaterThan(50 * FRAME);
        assertThat(worstBend(heard, 1600)).isLessThan(cleanBend() * 2);
    }

    @Test
    void longLossFadesToSilence() {
        for (int i = 0; i < 20; i++) {
            arrive(i);
            pull();
        }
        for (int i = 0; i < 3; i++) {
            pull();
        }
        assertThat(pull()).containsOnly(0);
        assertThat(worstBend(heard, 1600)).isLessThan(cleanBend() * 2);
    }

    @Test
    void aBacklogIsTakenBackWithoutAClickWithinTwoSeconds() {
        for (int i = 0; i < 10; i++) {
            arrive(i);
            pull();
        }
        for (int i = 10; i < 26; i++) {
            arrive(i); // 300 ms too many
        }
        int started = heard.length;
        int pulls = 0;
        while (buffer.delaySamples() > FRAME && pulls < 200) {
            arrive(26 + pulls);
            pull();
            pulls++;
        }
        assertThat(pulls * 20).as("ms until the delay is back").isLessThan(2000);
        assertThat(worstBend(heard, started)).isLessThan(cleanBend() * 3 / 2);
    }

    @Test
    void moreThanTheLongestDelayIsThrownAway() {
        for (int i = 0; i < 60; i++) {
            arrive(i);
        }
        pull();
        assertThat(buffer.delaySamples()).isLessThanOrEqualTo(JitterBuffer.DELAY_SAMPLES_MAX);
        assertThat(buffer.discarded()).isGreaterThan(30);
        arrive(5000);
        pull();
        assertThat(pull()).isNotEqualTo(sent(60));
    }

    @Test
    void anEventTakesItsSequenceNumberButNoTime() {
        for (int i = 0; i < 10; i++) {
            arrive(i);
            pull();
        }
        for (int i = 10; i < 20; i++) {
            buffer.event((FIRST + i) & 0xFFFF);
            pull();
        }
        for (int i = 20; i < 30; i++) {
            arrive(i);
            pull();
        }
        assertThat(buffer.inventedSamples()).isZero();
        assertThat(buffer.delaySamples()).isZero();
        assertThat(Arrays.copyOfRange(heard, 20 * FRAME, 21 * FRAME)).isNotEqualTo(new int[FRAME]);
        assertThat(Arrays.copyOfRange(heard, 15 * FRAME, 20 * FRAME)).containsOnly(0);
    }

    @Test
    void silencedSoundKeepsItsTime() {
        arrive(0);
        arrive(1, true);
        arrive(2);
        assertThat(pull()).isEqualTo(sent(0));
        assertThat(pull()).containsOnly(0);
        assertThat(pull()).isEqualTo(sent(2));
    }

    @Test
    void payloadsThatAreEmptyOrTooLongAreNotKept() {
        buffer.audio(1, new byte[2000], 0, 0, false);
        buffer.audio(2, new byte[2000], 0, JitterBuffer.PAYLOAD_MAX + 1, false);
        assertThat(buffer.discarded()).isEqualTo(2);
        assertThat(buffer.delaySamples()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverArrivesTheBufferStaysWithinItsBounds(long seed) {
        Random random = new Random(seed);
        byte[] payload = new byte[JitterBuffer.PAYLOAD_MAX + 10];
        int[] frame = new int[FRAME];
        int at = 0;
        for (int i = 0; i < 100_000; i++) {
            int kind = random.nextInt(10);
            at += random.nextInt(200) == 0 ? random.nextInt(65_536) : random.nextInt(-3, 6);
            if (kind < 5) {
                int length = random.nextInt(payload.length / 2) * 2;
                buffer.audio(at & 0xFFFF, payload, 0, length, random.nextInt(9) == 0);
            } else if (kind == 5) {
                buffer.event(at & 0xFFFF);
            } else if (kind == 6 && random.nextInt(50) == 0) {
                buffer.drain(frame);
            } else if (kind == 7 && random.nextInt(50) == 0) {
                buffer.continuation(frame);
            } else if (kind == 8 && random.nextInt(200) == 0) {
                buffer.restart(LINEAR);
            } else {
                buffer.pull(frame);
                assertThat(buffer.delaySamples())
                        .as("seed %d step %d", seed, i)
                        .isBetween(0, JitterBuffer.DELAY_SAMPLES_MAX + JitterBuffer.PAYLOAD_MAX);
            }
        }
    }
}
