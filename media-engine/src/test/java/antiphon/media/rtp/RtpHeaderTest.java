package antiphon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RtpHeaderTest {
    private static byte[] packet(int length) {
        byte[] packet = new byte[length];
        RtpHeader.write(packet, true, 101, 65_535, -2, 0x89ABCDEF);
        return packet;
    }

    @Test
    void whatIsWrittenIsRead() {
        byte[] packet = packet(20);
        assertThat(RtpHeader.payloadOffset(packet, 20)).isEqualTo(12);
        assertThat(RtpHeader.payloadLength(packet, 20, 12)).isEqualTo(8);
        assertThat(RtpHeader.marker(packet)).isTrue();
        assertThat(RtpHeader.payloadType(packet)).isEqualTo(101);
        assertThat(RtpHeader.sequenceNumber(packet)).isEqualTo(65_535);
        assertThat(RtpHeader.timestamp(packet)).isEqualTo(-2);
        assertThat(RtpHeader.ssrc(packet)).isEqualTo(0x89ABCDEF);
    }

    @Test
    void contributingSourcesExtensionAndPaddingAreNotPayload() {
        byte[] packet = packet(60);
        packet[0] |= 0x20 | 0x10 | 2; // padding, extension, two CSRCs
        packet[20 + 3] = 3; // three words of extension
        packet[59] = 5;
        int offset = RtpHeader.payloadOffset(packet, 60);
        assertThat(offset).isEqualTo(12 + 8 + 4 + 12);
        assertThat(RtpHeader.payloadLength(packet, 60, offset)).isEqualTo(60 - offset - 5);
    }

    @Test
    void lengthsThatLieAreMalformed() {
        assertThat(RtpHeader.payloadOffset(packet(20), 11)).isEqualTo(RtpHeader.MALFORMED);
        byte[] manySources = packet(20);
        manySources[0] |= 15;
        assertThat(RtpHeader.payloadOffset(manySources, 20)).isEqualTo(RtpHeader.MALFORMED);
        byte[] longExtension = packet(20);
        longExtension[0] |= 0x10;
        longExtension[14] = (byte) 0xFF;
        assertThat(RtpHeader.payloadOffset(longExtension, 20)).isEqualTo(RtpHeader.MALFORMED);
        byte[] extensionCutOff = packet(14);
        extensionCutOff[0] |= 0x10;
        assertThat(RtpHeader.payloadOffset(extensionCutOff, 14)).isEqualTo(RtpHeader.MALFORMED);
        for (int padding : new int[] {0, 9, 255}) {
            byte[] padded = packet(20);
            padded[0] |= 0x20;
            padded[19] = (byte) padding;
            assertThat(RtpHeader.payloadLength(padded, 20, 12)).isEqualTo(RtpHeader.MALFORMED);
        }
    }

    @Test
    void sequenceNumbersAreComparedOnTheCircle() {
        assertThat(RtpHeader.sequenceDistance(0, 65_535)).isEqualTo(1);
        assertThat(RtpHeader.sequenceDistance(65_535, 0)).isEqualTo(-1);
        assertThat(RtpHeader.sequenceDistance(40_000, 10_000)).isEqualTo(30_000);
    }

    @Test
    void noBytesMakeItReadOutsideThePacket() {
        Random random = new Random(4711);
        for (int round = 0; round < 200_000; round++) {
            byte[] packet = new byte[random.nextInt(64)];
            random.nextBytes(packet);
            int offset = RtpHeader.payloadOffset(packet, packet.length);
            if (offset != RtpHeader.MALFORMED) {
                int length = RtpHeader.payloadLength(packet, packet.length, offset);
                assertThat(offset + Math.max(0, length)).isLessThanOrEqualTo(packet.length);
            }
            if (Rtcp.valid(packet, packet.length)) {
                Rtcp.read(packet, packet.length, new RtcpState(1, new byte[0]), 1);
            }
        }
    }
}
