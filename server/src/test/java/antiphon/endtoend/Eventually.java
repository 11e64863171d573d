package antiphon.endtoend;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for facts that no one announces.
final class Eventually {
    private static final long LOOK_NANOS = 20_000_000;

    private Eventually() {}

    static boolean holds(Duration within, BooleanSupplier fact) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!fact.getAsBoolean()) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }
}
