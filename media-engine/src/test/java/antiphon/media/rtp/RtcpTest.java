package antiphon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RtcpTest {
    private static final byte[] CNAME = "antiphon@test".getBytes(StandardCharsets.US_ASCII);
    private static final long SECOND = 1L << 32;

    private final byte[] packet = new byte[Rtcp.LENGTH_MAX];

    private static Reception receiving() {
        Reception reception = new Reception(8000);
        reception.start(65_530);
        for (int i = 1; i < 20; i++) {
            if (i != 5 && i != 6) {
                reception.packet((65_530 + i) & 0xFFFF);
            }
        }
        return reception;
    }

    @Test
    void aSenderReportsItselfAndWhatItReceives() {
        RtcpState state = new RtcpState(0x11223344, CNAME);
        state.sent(160);
        state.sent(160);
        state.timestampNow(99);
        int length = Rtcp.write(packet, state, receiving(), 0xCAFE, 7 * SECOND, true);

        assertThat(Rtcp.valid(packet, length)).isTrue();
        assertThat(Rtcp.looksLikeRtcp(packet, length)).isTrue();
        assertThat(packet[1] & 0xFF).isEqualTo(Rtcp.SENDER_REPORT);
        assertThat(packet[0] & 0x1F).isEqualTo(1);
        assertThat(RtpHeader.int32(packet, 4)).isEqualTo(0x11223344);
        assertThat(RtpHeader.int32(packet, 8)).isEqualTo(7);
        assertThat(RtpHeader.int32(packet, 16)).isEqualTo(99);
        assertThat(RtpHeader.int32(packet, 20)).isEqualTo(2);
        assertThat(RtpHeader.int32(packet, 24)).isEqualTo(320);
        assertThat(RtpHeader.int32(packet, 28)).isEqualTo(0xCAFE);
        assertThat(RtpHeader.int32(packet, 32)).isEqualTo(((2 * 256 / 20) << 24) + 2);
        assertThat(RtpHeader.int32(packet, 36)).isEqualTo(0x10000 | 13);
        String text = new String(packet, 0, length, StandardCharsets.ISO_8859_1);
        assertThat(text).contains("antiphon@test");
        assertThat(packet[length - 7] & 0xFF).isEqualTo(Rtcp.GOODBYE);
    }

    @Test
    void whoSentNothingSinceTheLastReportIsAReceiver() {
        RtcpState state = new RtcpState(1, CNAME);
        state.sent(160);
        Rtcp.write(packet, state, receiving(), 2, SECOND, false);
        int length = Rtcp.write(packet, state, receiving(), 2, 2 * SECOND, false);
        assertThat(packet[1] & 0xFF).isEqualTo(Rtcp.RECEIVER_REPORT);
        assertThat(Rtcp.valid(packet, length)).isTrue();
    }

    @Test
    void theRoundTripIsWhatTwoReportsTell() {
        RtcpState here = new RtcpState(1, CNAME);
        RtcpState there = new RtcpState(2, CNAME);
        here.sent(160);
        there.sent(160);
        Reception ofThere = receiving();

        int length = Rtcp.write(packet, here, receiving(), 2, 10 * SECOND, false);
        Rtcp.read(packet, length, there, 10 * SECOND + SECOND / 20); // 50 ms on its way
        length = Rtcp.write(packet, there, ofThere, 1, 13 * SECOND, false);
        Rtcp.read(packet, length, here, 13 * SECOND + SECOND / 20);

        assertThat(here.roundTripMillis()).isCloseTo(100, within(0.1));
    }

    @Test
    void partsThatDoNotAddUpAreInvalid() {
        RtcpState state = new RtcpState(1, CNAME);
        int length = Rtcp.write(packet, state, receiving(), 2, SECOND, true);
        assertThat(Rtcp.valid(packet, length)).isTrue();
        assertThat(Rtcp.valid(packet, length - 4)).isFalse();
        assertThat(Rtcp.valid(packet, length - 1)).isFalse();
        packet[0] = 0x41;
        assertThat(Rtcp.valid(packet, length)).isFalse();
    }

    @Test
    void jitterFollowsTheArrivals() {
        Reception reception = new Reception(8000);
        reception.start(0);
        for (int i = 0; i < 1000; i++) {
            long shake = i % 2 * 10_000_000L; // every other packet 10 ms late
            reception.arrival(i * 160, i * 20_000_000L + shake);
        }
        assertThat(reception.jitterMillis()).isCloseTo(10, within(0.5));
    }
}
