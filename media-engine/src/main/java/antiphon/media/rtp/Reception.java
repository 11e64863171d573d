package antiphon.media.rtp;

/// What was received of one source, and what should have been: RFC 3550 A.1 (sequence), A.3 (loss)
/// and A.8 (jitter). Owned by the media thread.
public final class Reception {
    /// RFC 3550 A.1: a jump further than this is a restart of the sender, if a second packet
    /// agrees.
    private static final int DROPOUT_MAX = 3000;

    private static final int MISORDER_MAX = 100;
    private static final int NO_SEQUENCE = -1;

    private final int clockRate;
    private int highest = NO_SEQUENCE;
    private int cycles;
    private int base;
    private int afterJump = NO_SEQUENCE;
    private long received;
    private long expectedBefore;
    private long receivedBefore;
    private long lostEarlier;
    private int transit;
    private boolean transitKnown;
    private int jitterSixteenths;

    public Reception(int clockRate) {
        this.clockRate = clockRate;
    }

    /// Whether a packet belongs to the sequence, and what follows from it.
    public enum Order {
        FITS,
        /// Far off: ignored until the next one says that the sender jumped.
        FAR_OFF,
        /// The second packet after a jump: everything starts again from here.
        RESTARTED
    }

    /// A new source, or the same one from a new start: what was lost before stays in the sum.
    public void start(int sequenceNumber) {
        if (highest != NO_SEQUENCE) {
            lostEarlier = lost();
        }
        base = sequenceNumber;
        highest = sequenceNumber;
        cycles = 0;
        afterJump = NO_SEQUENCE;
        received = 1;
        expectedBefore = 0;
        receivedBefore = 0;
        transitKnown = false;
    }

    public Order packet(int sequenceNumber) {
        int ahead = RtpHeader.sequenceDistance(sequenceNumber, highest);
        if (ahead > DROPOUT_MAX || ahead < -MISORDER_MAX) {
            if (sequenceNumber == afterJump) {
                start(sequenceNumber);
                return Order.RESTARTED;
            }
            afterJump = (sequenceNumber + 1) & 0xFFFF;
            return Order.FAR_OFF;
        }
        if (ahead > 0) {
            if (sequenceNumber < highest) {
                cycles++;
            }
            highest = sequenceNumber;
        }
        received++;
        return Order.FITS;
    }

    /// RFC 3550 A.8, in units of the timestamp clock.
    public void arrival(int timestamp, long nowNanos) {
        int arrived = (int) (nowNanos / 1000 * clockRate / 1_000_000);
        int nowTransit = arrived - timestamp;
        if (transitKnown) {
            int difference = Math.abs(nowTransit - transit);
            if (difference < clockRate * 5) { // more is a jump of the sender's clock, not jitter
                jitterSixteenths += difference - ((jitterSixteenths + 8) >> 4);
            }
        }
        transit = nowTransit;
        transitKnown = true;
    }

    public long lost() {
        return highest == NO_SEQUENCE
                ? lostEarlier
                : lostEarlier + Math.max(0, expected() - received);
    }

    public double jitterMillis() {
        return jitterSixteenths / 16.0 * 1000 / clockRate;
    }

    boolean started() {
        return highest != NO_SEQUENCE;
    }

    int jitterTicks() {
        return jitterSixteenths >> 4;
    }

    int extendedHighest() {
        return (cycles << 16) | highest;
    }

    /// Lost since the last call, in 1/256 (RFC 3550 A.3).
    int fractionLost() {
        long expectedNow = expected() - expectedBefore;
        long lostNow = expectedNow - (received - receivedBefore);
        expectedBefore = expected();
        receivedBefore = received;
        return expectedNow <= 0 || lostNow <= 0
                ? 0
                : (int) Math.min(255, (lostNow << 8) / expectedNow);
    }

    private long expected() {
        return ((long) cycles << 16) + highest - base + 1;
    }
}
