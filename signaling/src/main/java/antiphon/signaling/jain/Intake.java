package antiphon.signaling.jain;

import java.net.InetAddress;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The first question to every message: may this source talk to us at all? Safe for any thread.
final class Intake {
    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    /// Strangers are answered, but not so often that we could be used to flood somebody.
    private static final int STRANGER_REPLIES_PER_SECOND = 50;

    private final Predicate<InetAddress> trusted;
    private final Counters counters;
    private final ThrottledLog strangers = new ThrottledLog(log, System.nanoTime());
    final int messageSizeMax;

    private long windowSecond;
    private int repliesInWindow;

    Intake(Predicate<InetAddress> trusted, int messageSizeMax, Counters counters) {
        this.trusted = trusted;
        this.messageSizeMax = messageSizeMax;
        this.counters = counters;
    }

    Counters counters() {
        return counters;
    }

    /// Counts and logs a stranger.
    boolean trusts(InetAddress source, long nowNanos) {
        if (trusted.test(source)) return true;
        counters.untrusted.increment();
        strangers.warn(
                nowNanos,
                "refused SIP from {}: not in the setting sip.trusted",
                source.getHostAddress());
        return false;
    }

    /// Whether one more stranger may be answered in this second.
    synchronized boolean mayAnswerStranger(long nowNanos) {
        long second = Math.floorDiv(nowNanos, 1_000_000_000L);
        if (second != windowSecond) {
            windowSecond = second;
            repliesInWindow = 0;
        }
        return repliesInWindow++ < STRANGER_REPLIES_PER_SECOND;
    }
}
