package antiphon.media;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/// Makes one digit of a key press that is reported by several ways: as RFC 4733 events and by
/// signaling (SIP INFO), in either order of arrival. Owned by the media thread.
///
///     INFO 5 .... RTP 5    RTP 5 INFO 5    RTP 5 INFO 5     → 5 5 5
///
/// Signaling counts until the first RFC 4733 key has come: many phones agree on events and send
/// INFO all the same, some send nothing else. From then on only the events count.
final class KeyReports {
    /// The two reports of one press come within this time: an INFO may be sent twice before it
    /// arrives (RFC 3261 §17.1.2.2, after T1 of 500 ms), an RTP packet waits for nobody.
    static final long SAME_PRESS_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// Keys of one second; nobody is faster.
    private static final int WAITING_MAX = 16;

    /// What came by signaling and may still come by RTP.
    private final ArrayDeque<Report> waiting = new ArrayDeque<>();

    private boolean eventsCame;
    private Report lastEvent = new Report('\0', Long.MIN_VALUE / 2);

    private record Report(char digit, long nanos) {}

    /// @return whether an RFC 4733 key is a press of its own
    boolean event(char digit, long nowNanos) {
        eventsCame = true;
        lastEvent = new Report(digit, nowNanos);
        waiting.removeIf(report -> nowNanos - report.nanos > SAME_PRESS_NANOS);
        for (Report report : waiting) {
            if (report.digit == digit) {
                waiting.remove(report);
                return false;
            }
        }
        return true;
    }

    /// @return whether a key that signaling reported is a press of its own
    boolean signaled(char digit, long nowNanos) {
        boolean sameAsEvent =
                digit == lastEvent.digit && nowNanos - lastEvent.nanos <= SAME_PRESS_NANOS;
        if (eventsCame || sameAsEvent) {
            return false;
        }
        if (waiting.size() == WAITING_MAX) {
            waiting.removeFirst();
        }
        waiting.add(new Report(digit, nowNanos));
        return true;
    }

    /// The peer is another one, or sends from elsewhere: whether its keys come as events is open.
    void peerChanged() {
        eventsCame = false;
    }
}
