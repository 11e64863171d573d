package antiphon.media.rtp;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Decides whose packets are the peer's. Owned by the media thread.
///
///     learning ──two packets in a row from the SDP's address────────────► latched
///        └──SDP's address silent for LEARNING_NANOS, five in a row from──► latched to it;
///           one other source (NAT)                                        the SDP's address may
///                                                                         still take over for 5 s
///     latched ──another SSRC from the same source, two in a row──► start again, same source
///        └──silent for SILENCE_NANOS──► the same IP may come from another port (NAT), five in a row
///
/// A stranger who sprays packets at the port wins only where the peer's own address says nothing at
/// all, and never once a stream has been accepted.
public final class SourceLatch {
    /// Packets in a row that make the SDP's address, or a new SSRC of the latched source, credible.
    static final int PROBATION_ANNOUNCED = 2;

    /// Packets in a row that another source needs.
    static final int PROBATION_OTHER = 5;

    /// How long only the SDP's address is listened to.
    static final long LEARNING_NANOS = 1_000_000_000L;

    /// After this much silence the peer may come back from another port of the same address.
    static final long SILENCE_NANOS = 2_000_000_000L;

    /// How long the SDP's address may still take over from another source.
    static final long TAKE_OVER_NANOS = 5_000_000_000L;

    /// What is to be done with a packet.
    public enum Verdict {
        REJECTED,
        /// From a source that has not proven itself yet.
        PROVING,
        ACCEPTED,
        /// The packet that proves its source: a stream starts here.
        LATCHED
    }

    private final Candidate announcedRun = new Candidate();
    private final Candidate otherRun = new Candidate();
    private @Nullable InetSocketAddress announced;
    private @Nullable InetSocketAddress latched;
    private int ssrc;
    private long learningSinceNanos;
    private long latchedAtNanos;
    private long lastValidNanos;
    private boolean silent;
    private boolean expecting;

    /// Offer and answer named an address. The same one again changes nothing.
    ///
    /// @param receiving whether the peer is expected to send
    public void announce(InetSocketAddress address, boolean receiving, long nowNanos) {
        if (!address.equals(announced)) {
            announced = address;
            latched = null;
            announcedRun.forget();
            otherRun.forget();
            learningSinceNanos = nowNanos;
            silent = false;
        }
        if (receiving && !expecting) {
            learningSinceNanos = nowNanos;
            lastValidNanos = nowNanos;
        }
        expecting = receiving;
    }

    public Verdict admit(InetSocketAddress from, int ssrc, int sequenceNumber, long nowNanos) {
        if (from.equals(latched)) {
            return admitLatched(from, ssrc, sequenceNumber, nowNanos);
        }
        // On hold nobody is expected to speak: the moment in which a stranger would have no rival.
        if (!expecting || announced == null) {
            return Verdict.REJECTED;
        }
        if (from.equals(announced) && mayAnnouncedTakeOver(nowNanos)) {
            announcedRun.next(from, ssrc, sequenceNumber, nowNanos);
            return announcedRun.length >= PROBATION_ANNOUNCED
                    ? latch(from, ssrc, nowNanos)
                    : Verdict.PROVING;
        }
        if (!mayOtherLatch(from, nowNanos)) {
            return Verdict.REJECTED;
        }
        if (!otherRun.next(from, ssrc, sequenceNumber, nowNanos)) {
            return Verdict.REJECTED;
        }
        return otherRun.length >= PROBATION_OTHER ? latch(from, ssrc, nowNanos) : Verdict.PROVING;
    }

    private Verdict admitLatched(
            InetSocketAddress from, int packetSsrc, int sequenceNumber, long nowNanos) {
        lastValidNanos = nowNanos;
        silent = false;
        if (packetSsrc == ssrc) {
            return Verdict.ACCEPTED;
        }
        announcedRun.next(from, packetSsrc, sequenceNumber, nowNanos);
        return announcedRun.length >= PROBATION_ANNOUNCED
                ? latch(from, packetSsrc, nowNanos)
                : Verdict.PROVING;
    }

    private boolean mayAnnouncedTakeOver(long nowNanos) {
        return latched == null || silent || nowNanos - latchedAtNanos < TAKE_OVER_NANOS;
    }

    private boolean mayOtherLatch(InetSocketAddress from, long nowNanos) {
        InetSocketAddress source = latched;
        if (source != null) {
            return silent && from.getAddress().equals(source.getAddress());
        }
        return nowNanos - learningSinceNanos >= LEARNING_NANOS
                && nowNanos - announcedRun.lastNanos >= LEARNING_NANOS;
    }

    private Verdict latch(InetSocketAddress from, int packetSsrc, long nowNanos) {
        if (!from.equals(latched)) {
            latched = from;
            latchedAtNanos = nowNanos;
        }
        ssrc = packetSsrc;
        lastValidNanos = nowNanos;
        silent = false;
        announcedRun.forget();
        otherRun.forget();
        return Verdict.LATCHED;
    }

    /// The only source that the kernel should let through, or null while others may still prove
    /// themselves.
    public @Nullable InetSocketAddress exclusiveSource(long nowNanos) {
        if (latched == null) {
            return null;
        }
        if (expecting && nowNanos - lastValidNanos >= SILENCE_NANOS) {
            silent = true;
        }
        boolean contested =
                !latched.equals(announced) && nowNanos - latchedAtNanos < TAKE_OVER_NANOS;
        return silent || contested ? null : latched;
    }

    public @Nullable InetSocketAddress latched() {
        return latched;
    }

    /// SSRC of the accepted stream.
    public int ssrc() {
        return ssrc;
    }

    /// Where media goes: to the proven source, else where the SDP says.
    public @Nullable InetSocketAddress target() {
        return latched != null ? latched : announced;
    }

    /// A run of consecutive packets of one source and SSRC.
    private static final class Candidate {
        /// A candidate that said nothing for this long gives its place to another.
        private static final long PATIENCE_NANOS = 200_000_000L;

        private static final long NEVER = Long.MIN_VALUE / 2;

        private @Nullable InetSocketAddress from;
        private int ssrc;
        private int expectedSequence;
        private int length;
        private long lastNanos = NEVER;

        /// @return false if another candidate holds the place
        boolean next(InetSocketAddress address, int packetSsrc, int sequenceNumber, long nowNanos) {
            boolean same = address.equals(from);
            if (!same && from != null && nowNanos - lastNanos < PATIENCE_NANOS) {
                return false;
            }
            if (same && packetSsrc == ssrc && sequenceNumber == expectedSequence) {
                length++;
            } else {
                from = address;
                ssrc = packetSsrc;
                length = 1;
            }
            expectedSequence = (sequenceNumber + 1) & 0xFFFF;
            lastNanos = nowNanos;
            return true;
        }

        void forget() {
            from = null;
            length = 0;
            lastNanos = NEVER;
        }
    }
}
