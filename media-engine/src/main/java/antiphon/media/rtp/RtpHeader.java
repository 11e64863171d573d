package antiphon.media.rtp;

/// Reads and writes RTP headers (RFC 3550 §5.1) in place: no object per packet. Every read function
/// but [#payloadOffset] assumes that [#payloadOffset] accepted the packet.
public final class RtpHeader {
    public static final int FIXED_LENGTH = 12;

    /// What [#payloadOffset] and [#payloadLength] say of a packet that is no RTP.
    public static final int MALFORMED = -1;

    private static final int VERSION_2 = 2;

    private RtpHeader() {}

    /// Where the payload starts, behind CSRC list and extension, or [#MALFORMED].
    public static int payloadOffset(byte[] packet, int length) {
        if (length < FIXED_LENGTH || (packet[0] & 0xFF) >> 6 != VERSION_2) {
            return MALFORMED;
        }
        int offset = FIXED_LENGTH + 4 * (packet[0] & 0x0F);
        if ((packet[0] & 0x10) != 0) {
            if (offset + 4 > length) {
                return MALFORMED;
            }
            offset += 4 + 4 * uint16(packet, offset + 2);
        }
        return offset > length ? MALFORMED : offset;
    }

    /// Payload bytes without padding, or [#MALFORMED].
    public static int payloadLength(byte[] packet, int length, int payloadOffset) {
        int available = length - payloadOffset;
        if ((packet[0] & 0x20) == 0) {
            return available;
        }
        int padding = packet[length - 1] & 0xFF;
        return padding == 0 || padding > available ? MALFORMED : available - padding;
    }

    public static int payloadType(byte[] packet) {
        return packet[1] & 0x7F;
    }

    public static boolean marker(byte[] packet) {
        return (packet[1] & 0x80) != 0;
    }

    public static int sequenceNumber(byte[] packet) {
        return uint16(packet, 2);
    }

    public static int timestamp(byte[] packet) {
        return int32(packet, 4);
    }

    public static int ssrc(byte[] packet) {
        return int32(packet, 8);
    }

    public static void write(
            byte[] packet,
            boolean marker,
            int payloadType,
            int sequenceNumber,
            int timestamp,
            int ssrc) {
        packet[0] = (byte) (VERSION_2 << 6);
        packet[1] = (byte) (payloadType | (marker ? 0x80 : 0));
        putUint16(packet, 2, sequenceNumber);
        putInt32(packet, 4, timestamp);
        putInt32(packet, 8, ssrc);
    }

    /// How far `sequenceNumber` is ahead of `reference` on the circle of 2^16: -32768 to 32767.
    public static int sequenceDistance(int sequenceNumber, int reference) {
        return (short) (sequenceNumber - reference);
    }

    static int uint16(byte[] packet, int at) {
        return ((packet[at] & 0xFF) << 8) | (packet[at + 1] & 0xFF);
    }

    static int int32(byte[] packet, int at) {
        return (uint16(packet, at) << 16) | uint16(packet, at + 2);
    }

    static void putUint16(byte[] packet, int at, int value) {
        packet[at] = (byte) (value >> 8);
        packet[at + 1] = (byte) value;
    }

    static void putInt32(byte[] packet, int at, int value) {
        putUint16(packet, at, value >> 16);
        putUint16(packet, at + 2, value);
    }
}
