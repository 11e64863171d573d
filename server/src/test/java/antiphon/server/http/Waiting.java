package antiphon.server.http;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// Waits for something that another thread does, with a bound.
final class Waiting {
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final long LOOK_NANOS = 20_000_000;

    private Waiting() {}

    /// The first value that is as wanted.
    static <T> T until(Callable<T> look, Predicate<T> wanted) throws Exception {
        long deadline = System.nanoTime() + BOUND.toNanos();
        T seen = look.call();
        while (!wanted.test(seen)) {
            if (System.nanoTime() > deadline) fail("after " + BOUND + " still: " + seen);
            LockSupport.parkNanos(LOOK_NANOS);
            seen = look.call();
        }
        return seen;
    }
}
