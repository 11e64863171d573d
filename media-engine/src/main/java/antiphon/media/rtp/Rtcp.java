package antiphon.media.rtp;

import static antiphon.media.rtp.RtpHeader.int32;
import static antiphon.media.rtp.RtpHeader.putInt32;
import static antiphon.media.rtp.RtpHeader.putUint16;
import static antiphon.media.rtp.RtpHeader.uint16;

/// RTCP packets in place: writes compounds of SR or RR, SDES and BYE, and reads what a peer says of
/// us (RFC 3550 §6).
public final class Rtcp {
    /// Enough for the largest compound we write.
    public static final int LENGTH_MAX = 256;

    static final int SENDER_REPORT = 200;
    static final int RECEIVER_REPORT = 201;
    static final int SOURCE_DESCRIPTION = 202;
    static final int GOODBYE = 203;

    private static final int HEADER = 4;
    private static final int REPORT_BLOCK = 24;
    private static final int SENDER_INFO = 20;
    private static final int CNAME = 1;

    private Rtcp() {}

    /// RFC 5761 §4: on a shared port the second byte tells RTCP (192-223) from RTP.
    public static boolean looksLikeRtcp(byte[] packet, int length) {
        return length >= 8 && (packet[1] & 0xFF) >= 192 && (packet[1] & 0xFF) <= 223;
    }

    /// RFC 3550 A.2: every part says version 2 and ends where the next begins, the first is a
    /// report.
    public static boolean valid(byte[] packet, int length) {
        if (length < 8 || length % 4 != 0) {
            return false;
        }
        int first = packet[1] & 0xFF;
        if (first != SENDER_REPORT && first != RECEIVER_REPORT) {
            return false;
        }
        int at = 0;
        while (at + HEADER <= length) {
            if ((packet[at] & 0xFF) >> 6 != 2) {
                return false;
            }
            at += partLength(packet, at);
        }
        return at == length;
    }

    /// Takes from a valid compound what concerns our stream.
    public static void read(byte[] packet, int length, RtcpState state, long ntpNow) {
        for (int at = 0; at + HEADER <= length; at += partLength(packet, at)) {
            int type = packet[at + 1] & 0xFF;
            int end = at + partLength(packet, at);
            int blocks = at + HEADER + 4;
            if (type == SENDER_REPORT && blocks + SENDER_INFO <= end) {
                state.senderReport(middle(packet, blocks), ntpNow);
                blocks += SENDER_INFO;
            } else if (type != RECEIVER_REPORT) {
                continue;
            }
            int count = packet[at] & 0x1F;
            for (int i = 0; i < count && blocks + REPORT_BLOCK <= end; i++) {
                if (int32(packet, blocks) == state.ssrc) {
                    int lastReport = int32(packet, blocks + 16);
                    int delay = int32(packet, blocks + 20);
                    state.reportedByPeer(lastReport, delay, ntpNow);
                }
                blocks += REPORT_BLOCK;
            }
        }
    }

    /// Writes SR if something was sent since the last report, else RR, then SDES and perhaps BYE.
    ///
    /// @return the length
    public static int write(
            byte[] packet,
            RtcpState state,
            Reception reception,
            int peerSsrc,
            long ntpNow,
            boolean goodbye) {
        boolean sender = state.sentSinceLastReport();
        boolean heard = reception.started();
        int at = HEADER;
        putInt32(packet, at, state.ssrc);
        at += 4;
        if (sender) {
            putInt32(packet, at, (int) (ntpNow >>> 32));
            putInt32(packet, at + 4, (int) ntpNow);
            putInt32(packet, at + 8, state.timestampNow);
            putInt32(packet, at + 12, (int) state.packetsSent);
            putInt32(packet, at + 16, (int) state.octetsSent);
            at += SENDER_INFO;
        }
        if (heard) {
            at = writeBlock(packet, at, state, reception, peerSsrc, ntpNow);
        }
        writeHeader(packet, 0, heard ? 1 : 0, sender ? SENDER_REPORT : RECEIVER_REPORT, at);
        state.reported();
        at = writeDescription(packet, at, state);
        if (goodbye) {
            putInt32(packet, at + HEADER, state.ssrc);
            writeHeader(packet, at, 1, GOODBYE, 8);
            at += 8;
        }
        return at;
    }

    private static int writeBlock(
            byte[] packet,
            int at,
            RtcpState state,
            Reception reception,
            int peerSsrc,
            long ntpNow) {
        putInt32(packet, at, peerSsrc);
        int lost = (int) Math.min(0x7FFFFF, reception.lost());
        putInt32(packet, at + 4, (reception.fractionLost() << 24) | lost);
        putInt32(packet, at + 8, reception.extendedHighest());
        putInt32(packet, at + 12, reception.jitterTicks());
        putInt32(packet, at + 16, state.lastSenderReport());
        putInt32(packet, at + 20, state.delaySinceSenderReport(ntpNow));
        return at + REPORT_BLOCK;
    }

    private static int writeDescription(byte[] packet, int start, RtcpState state) {
        int at = start + HEADER;
        putInt32(packet, at, state.ssrc);
        at += 4;
        packet[at++] = CNAME;
        packet[at++] = (byte) state.cname.length;
        System.arraycopy(state.cname, 0, packet, at, state.cname.length);
        at += state.cname.length;
        do {
            packet[at++] = 0; // the list of items ends with a zero, then up to the next word
        } while ((at - start) % 4 != 0);
        writeHeader(packet, start, 1, SOURCE_DESCRIPTION, at - start);
        return at;
    }

    private static void writeHeader(byte[] packet, int at, int count, int type, int length) {
        packet[at] = (byte) (0x80 | count);
        packet[at + 1] = (byte) type;
        putUint16(packet, at + 2, length / 4 - 1);
    }

    private static int partLength(byte[] packet, int at) {
        return 4 * (uint16(packet, at + 2) + 1);
    }

    /// The middle 32 bits of an NTP time, as LSR carries them.
    private static int middle(byte[] packet, int at) {
        return int32(packet, at + 2);
    }
}
