package antiphon.media;

import java.util.Arrays;

/// How late slots were done, second by second over the last minute. Written by one media thread;
/// `p99Micros` and `maxMicros` may be read by any.
final class Lateness {
    private static final int SECONDS = 60;

    /// Four buckets per doubling, from 1 µs to over 4 s.
    private static final int BUCKETS = 96;

    private final int[][] seconds = new int[SECONDS][BUCKETS];
    private final int[] sum = new int[BUCKETS];
    private int second;
    private long maxSeen;

    private volatile long p99Micros;
    private volatile long maxMicros;

    void record(long micros) {
        seconds[second][bucket(micros)]++;
        if (micros > maxSeen) {
            maxSeen = micros;
        }
    }

    /// Once a second: publishes, and lets go of the second before a minute ago.
    void nextSecond() {
        long count = 0;
        for (int b = 0; b < BUCKETS; b++) {
            sum[b] = 0;
            for (int s = 0; s < SECONDS; s++) {
                sum[b] += seconds[s][b];
            }
            count += sum[b];
        }
        p99Micros = percentile(count, count - count / 100);
        maxMicros = maxSeen;
        second = (second + 1) % SECONDS;
        Arrays.fill(seconds[second], 0);
    }

    private long percentile(long count, long rank) {
        if (count == 0) {
            return 0;
        }
        long seen = 0;
        for (int b = 0; b < BUCKETS; b++) {
            seen += sum[b];
            if (seen >= rank) {
                return upperMicros(b);
            }
        }
        return upperMicros(BUCKETS - 1);
    }

    long p99Micros() {
        return p99Micros;
    }

    long maxMicros() {
        return maxMicros;
    }

    private static int bucket(long micros) {
        long value = Math.max(1, micros);
        int doubling = 63 - Long.numberOfLeadingZeros(value);
        long quarter = doubling < 2 ? (value << (2 - doubling)) & 3 : (value >> (doubling - 2)) & 3;
        return Math.min(BUCKETS - 1, 4 * doubling + (int) quarter);
    }

    private static long upperMicros(int bucket) {
        return (long) Math.ceil(Math.scalb(1 + (bucket % 4 + 1) / 4.0, bucket / 4));
    }
}
