package antiphon.media.rtp;

/// Reads RFC 4733 events: one digit for each press, at its start, however often its packets repeat.
/// Owned by the media thread.
///
///     ts 800  M  dur 160      ts 800  dur 320      ts 800  E dur 480 (three times)   → one digit
///
/// A press is known by event and timestamp. Where timestamps change in the middle of a press, these
/// rules tell that it is still the same one; none of them can swallow a second press of a sender
/// that keeps at least 40 ms between two presses (ITU-T Q.24), whatever packets are lost:
///
/// 1. *Overlap*: the packet's time begins before the known press has ended, give or take less than
///    that pause. Covers segments of long presses (RFC 4733 §2.5.1.3) and senders that stamp every
///    packet with the current time.
/// 2. *Segment*: the timestamp is whole segments of 0xFFFF later and no end was seen, so packets
///    lost at the seam do not matter.
/// 3. *Jump*: no end was seen, the sequence number is at most three ahead, there is no marker and
///    the duration went on growing. A new press would have begun with a small duration, after an
///    end.
public final class DigitReader {
    /// No new press.
    public static final int NONE = -1;

    /// `0`-`9`, `*`, `#`, `A`-`D`: events 0 to 15.
    private static final String DIGITS = "0123456789*#ABCD";

    private static final int PAYLOAD_LENGTH = 4;
    private static final int SEGMENT = 0xFFFF;
    private static final int SEGMENTS_MAX = 16;
    private static final int JUMP_PACKETS_MAX = 3;

    /// Presses remembered, for packets that come late; the oldest is forgotten first.
    private static final int PRESSES = 8;

    /// After this silence the same timestamp means a new press, as some senders never change it.
    private static final long FORGET_NANOS = 2_000_000_000L;

    /// Without an end packet, a press is taken as over after this silence.
    private static final long SOUND_NANOS = 100_000_000L;

    private final int slackTicks;
    private final int[] event = new int[PRESSES];
    private final int[] start = new int[PRESSES];
    private final int[] length = new int[PRESSES];
    private final int[] lastDuration = new int[PRESSES];
    private final boolean[] ended = new boolean[PRESSES];
    private final long[] lastNanos = new long[PRESSES];
    private int count;
    private int newest;
    private int newestSequence;
    private long soundsUntilNanos = Long.MIN_VALUE / 2;

    /// @param clockRate of the event payload type, in Hz
    public DigitReader(int clockRate) {
        slackTicks = clockRate / 25; // just under 40 ms
    }

    /// @return the event (0 to 15) of a press that starts with this packet, or [#NONE]
    public int packet(byte[] packet, int payloadOffset, int payloadLength, long nowNanos) {
        if (payloadLength < PAYLOAD_LENGTH) {
            return NONE;
        }
        int code = packet[payloadOffset] & 0xFF;
        if (code >= DIGITS.length()) {
            return NONE;
        }
        boolean end = (packet[payloadOffset + 1] & 0x80) != 0;
        int duration = RtpHeader.uint16(packet, payloadOffset + 2);
        int timestamp = RtpHeader.timestamp(packet);
        int sequence = RtpHeader.sequenceNumber(packet);
        boolean marker = RtpHeader.marker(packet);

        int press = find(code, timestamp, duration, sequence, marker, nowNanos);
        if (press == NONE) {
            begin(code, timestamp, duration, end, sequence, nowNanos);
            sound(end, nowNanos);
            return code;
        }
        if (!ended[press]) {
            sound(end, nowNanos);
        }
        goOn(press, timestamp, duration, end, sequence, nowNanos);
        return NONE;
    }

    public static char digit(int event) {
        return DIGITS.charAt(event);
    }

    /// Whether a key is down now: what arrives as audio meanwhile is its tone.
    public boolean sounding(long nowNanos) {
        return nowNanos < soundsUntilNanos;
    }

    public void forget() {
        count = 0;
        newest = 0;
        soundsUntilNanos = Long.MIN_VALUE / 2;
    }

    private int find(
            int code, int timestamp, int duration, int sequence, boolean marker, long nowNanos) {
        for (int i = 0; i < count; i++) {
            if (event[i] == code
                    && nowNanos - lastNanos[i] < FORGET_NANOS
                    && (overlaps(i, timestamp, duration)
                            || segmentOf(i, timestamp)
                            || jumped(i, duration, sequence, marker))) {
                return i;
            }
        }
        return NONE;
    }

    private boolean overlaps(int i, int timestamp, int duration) {
        int shift = timestamp - start[i];
        return shift >= 0 ? shift <= reach(length[i], shift) : -shift < duration + slackTicks;
    }

    /// Same timestamp: always the same press. Later: up to its end and a little less than a pause.
    private int reach(int lengthTicks, int shift) {
        return shift == 0 ? 0 : lengthTicks + slackTicks - 1;
    }

    private boolean segmentOf(int i, int timestamp) {
        int shift = timestamp - start[i];
        return !ended[i] && shift > 0 && shift % SEGMENT == 0 && shift / SEGMENT <= SEGMENTS_MAX;
    }

    private boolean jumped(int i, int duration, int sequence, boolean marker) {
        int ahead = RtpHeader.sequenceDistance(sequence, newestSequence);
        return i == newest
                && !ended[i]
                && !marker
                && duration > lastDuration[i]
                && ahead > 0
                && ahead <= JUMP_PACKETS_MAX;
    }

    private void begin(
            int code, int timestamp, int duration, boolean end, int sequence, long nowNanos) {
        newest = count < PRESSES ? count++ : (newest + 1) % PRESSES;
        newestSequence = sequence;
        event[newest] = code;
        start[newest] = timestamp;
        length[newest] = duration;
        lastDuration[newest] = duration;
        ended[newest] = end;
        lastNanos[newest] = nowNanos;
    }

    private void goOn(
            int i, int timestamp, int duration, boolean end, int sequence, long nowNanos) {
        lastNanos[i] = nowNanos;
        ended[i] |= end;
        int shift = timestamp - start[i];
        boolean jump = shift > 0 && !overlaps(i, timestamp, duration) && !segmentOf(i, timestamp);
        if (jump || (shift < 0 && !overlaps(i, timestamp, duration))) {
            start[i] = timestamp;
            length[i] = duration;
        } else if (shift >= 0) {
            // A duration that went on growing counts from the press's start, a small one from here.
            boolean growing = duration >= lastDuration[i];
            length[i] = Math.max(length[i], growing ? duration : shift + duration);
        }
        if (i == newest && RtpHeader.sequenceDistance(sequence, newestSequence) > 0) {
            newestSequence = sequence;
            lastDuration[i] = duration;
        }
    }

    private void sound(boolean end, long nowNanos) {
        soundsUntilNanos = end ? nowNanos : nowNanos + SOUND_NANOS;
    }
}
