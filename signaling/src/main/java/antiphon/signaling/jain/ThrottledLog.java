package antiphon.signaling.jain;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/// Warns at most once in a while, whatever strangers send, and says how often it kept silent. Safe
/// for any thread.
final class ThrottledLog {
    private static final long PERIOD_NANOS = 10_000_000_000L;

    private final Logger log;
    private final AtomicLong nextNanos;
    private final AtomicLong suppressed = new AtomicLong();

    ThrottledLog(Logger log, long nowNanos) {
        this.log = log;
        this.nextNanos = new AtomicLong(nowNanos);
    }

    void warn(long nowNanos, String message, Object argument) {
        long next = nextNanos.get();
        if (nowNanos - next < 0 || !nextNanos.compareAndSet(next, nowNanos + PERIOD_NANOS)) {
            suppressed.incrementAndGet();
            return;
        }
        long silent = suppressed.getAndSet(0);
        if (silent == 0) log.warn(message, argument);
        else log.warn(message + " ({} more like it)", argument, silent);
    }
}
