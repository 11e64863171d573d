package antiphon.bench.rtp;

import java.util.Arrays;

/// How late the packets of a stream came, against the grid its own RTP timestamps draw: the
/// earliest packet is on time, every other is late by what it came after that. Sums up streams with
/// `add`. One thread at a time.
public final class Lateness {
    static final int BIN_MICROS = 100;

    /// Bins up to 300 ms; later ones count in the last.
    private static final int BINS = 3_000;

    private static final int[] NONE = {};

    private int[] late = NONE;
    private long count;
    private long maxMicros;

    void record(long micros) {
        late = late.length == 0 ? new int[BINS] : late; // a call without media costs no memory
        late[Math.clamp(micros / BIN_MICROS, 0, BINS - 1)]++;
        count++;
        maxMicros = Math.max(maxMicros, micros);
    }

    public void add(Lateness other) {
        if (other.count == 0) {
            return;
        }
        late = late.length == 0 ? new int[BINS] : late;
        Arrays.setAll(late, i -> late[i] + other.late[i]);
        count += other.count;
        maxMicros = Math.max(maxMicros, other.maxMicros);
    }

    public long count() {
        return count;
    }

    public double maxMillis() {
        return maxMicros / 1_000.0;
    }

    /// The lateness that a share of `quantile` (0 to 1) stays under, in milliseconds.
    public double millis(double quantile) {
        long wanted = (long) Math.ceil(quantile * count);
        long seen = 0;
        for (int bin = 0; bin < late.length; bin++) {
            seen += late[bin];
            if (seen >= wanted && seen > 0) {
                return Math.min((bin + 1) * BIN_MICROS / 1_000.0, maxMillis());
            }
        }
        return maxMillis();
    }

    /// Finds the grid of one stream while it runs: offsets are kept relative to the first packet,
    /// the earliest wins.
    static final class Grid {
        private static final int BEFORE_BINS = 1_000;

        private int[] offsets = NONE;
        private long firstArrivalNanos;
        private int firstTimestamp;
        private long earliestMicros;
        private boolean started;

        /// Returns how late the packet is against the earliest so far, in microseconds.
        long record(long arrivalNanos, int timestamp) {
            if (!started) {
                started = true;
                offsets = offsets.length == 0 ? new int[BEFORE_BINS + BINS] : offsets;
                firstArrivalNanos = arrivalNanos;
                firstTimestamp = timestamp;
            }
            long offset = offsetMicros(arrivalNanos, timestamp);
            earliestMicros = Math.min(earliestMicros, offset);
            offsets[Math.clamp(offset / BIN_MICROS + BEFORE_BINS, 0, offsets.length - 1)]++;
            return offset - earliestMicros;
        }

        /// Whether a packet is so far off the grid that, marked, it starts a new one.
        boolean strays(long arrivalNanos, int timestamp) {
            return started && Math.abs(offsetMicros(arrivalNanos, timestamp)) > 60_000;
        }

        private long offsetMicros(long arrivalNanos, int timestamp) {
            return (arrivalNanos - firstArrivalNanos) / 1_000 - (timestamp - firstTimestamp) * 125L;
        }

        /// Ends this grid: its packets move into `total`, counted from the earliest.
        void foldInto(Lateness total) {
            long earliestBin = Math.floorDiv(earliestMicros, BIN_MICROS);
            for (int bin = 0; bin < offsets.length; bin++) {
                for (int n = 0; n < offsets[bin]; n++) {
                    total.record((bin - BEFORE_BINS - earliestBin) * BIN_MICROS);
                }
            }
            Arrays.fill(offsets, 0);
            started = false;
            earliestMicros = 0;
        }
    }
}
