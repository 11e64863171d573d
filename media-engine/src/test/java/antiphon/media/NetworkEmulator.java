package antiphon.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// One direction of a bad network: the same seed gives the same losses.
final class NetworkEmulator {
    private static final long MILLI = 1_000_000L;

    private final Random random;
    private double loss;
    private double duplication;
    private double reordering;
    private double jitterMillis;
    private long extraDelayNanos;

    NetworkEmulator(long seed) {
        random = new Random(seed);
    }

    NetworkEmulator loss(double share) {
        loss = share;
        return this;
    }

    NetworkEmulator duplication(double share) {
        duplication = share;
        return this;
    }

    /// Share of packets that come 30 ms later than the rest.
    NetworkEmulator reordering(double share) {
        reordering = share;
        return this;
    }

    /// Evenly spread delay from 0 to this.
    NetworkEmulator jitterMillis(double millis) {
        jitterMillis = millis;
        return this;
    }

    NetworkEmulator delayMillis(long millis) {
        extraDelayNanos = millis * MILLI;
        return this;
    }

    /// When a datagram arrives that was sent now: never, once or twice.
    List<Long> arrivals(long nowNanos) {
        List<Long> arrivals = new ArrayList<>();
        if (random.nextDouble() < loss) {
            return arrivals;
        }
        long arrival =
                nowNanos + extraDelayNanos + (long) (random.nextDouble() * jitterMillis * MILLI);
        if (random.nextDouble() < reordering) {
            arrival += 30 * MILLI;
        }
        arrivals.add(arrival);
        if (random.nextDouble() < duplication) {
            arrivals.add(arrival + (long) (random.nextDouble() * 10 * MILLI));
        }
        return arrivals;
    }
}
