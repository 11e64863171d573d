package antiphon.media;

import antiphon.media.rtp.RtpHeader;

/// RFC 4733 packets for tests.
final class Events {
    private Events() {}

    static byte[] packet(
            boolean marker,
            int sequence,
            int timestamp,
            int ssrc,
            int event,
            boolean end,
            int duration) {
        byte[] packet = new byte[RtpHeader.FIXED_LENGTH + 4];
        RtpHeader.write(packet, marker, Simulation.EVENT_TYPE, sequence, timestamp, ssrc);
        packet[12] = (byte) event;
        packet[13] = (byte) ((end ? 0x80 : 0) | 10);
        packet[14] = (byte) (duration >> 8);
        packet[15] = (byte) duration;
        return packet;
    }
}
