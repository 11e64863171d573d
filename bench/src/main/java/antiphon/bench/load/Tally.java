package antiphon.bench.load;

import antiphon.bench.rtp.Lateness;
import antiphon.bench.rtp.RtpCounts;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// Sums up what callers got. Safe for any thread.
final class Tally {
    /// Set-up times kept for the percentiles; beyond, only counted.
    private static final int SETUPS_MAX = 1_000_000;

    private final Map<String, Integer> failures = new TreeMap<>();
    private final Map<String, Stream> streams = new TreeMap<>();
    private final Lateness lateness = new Lateness();
    private int placed;
    private int answered;
    private int endedByServer;
    private int unclean;
    private long[] setupMicros = new long[1_024];

    /// Packets of one service.
    private static final class Stream {
        private long calls;
        private long received;
        private long lost;
        private long skipped;
        private long duplicates;
        private long late;
        private final Lateness lateness = new Lateness();
    }

    synchronized void placed() {
        placed++;
    }

    synchronized void answered(long micros) {
        if (answered < SETUPS_MAX) {
            if (answered == setupMicros.length) {
                setupMicros = Arrays.copyOf(setupMicros, answered * 2);
            }
            setupMicros[answered] = micros;
        }
        answered++;
    }

    synchronized void failed(String why) {
        failures.merge(why, 1, Integer::sum);
    }

    synchronized void endedByServer() {
        endedByServer++;
    }

    /// A BYE of ours that was not answered with 200.
    synchronized void endedBadly() {
        unclean++;
    }

    /// `owed` is how many packets a steady stream should have brought by the clock, 0 where none
    /// can be said.
    synchronized void heard(String service, RtpCounts counts, Lateness late, long owed) {
        Stream stream = streams.computeIfAbsent(service, _ -> new Stream());
        stream.calls++;
        stream.received += counts.received();
        stream.lost += counts.lost();
        stream.skipped += counts.skippedFrames();
        stream.duplicates += counts.duplicates();
        stream.late +=
                owed == 0
                        ? 0
                        : Math.max(
                                0,
                                owed - counts.received() - counts.lost() - counts.skippedFrames());
        stream.lateness.add(late);
        lateness.add(late);
    }

    synchronized int answeredCalls() {
        return answered;
    }

    /// Answered or not: callers that know how their first call went.
    synchronized int settled() {
        return answered + failures.values().stream().mapToInt(Integer::intValue).sum();
    }

    synchronized Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("placed", placed);
        figures.put("answered", answered);
        figures.put("failed", new TreeMap<>(failures));
        figures.put("ended_by_server", endedByServer);
        figures.put("bye_not_answered", unclean);
        long[] setups = Arrays.copyOf(setupMicros, Math.min(answered, setupMicros.length));
        Arrays.sort(setups);
        figures.put("setup_ms", percentiles(setups));
        long lost = streams.values().stream().mapToLong(s -> s.lost + s.skipped + s.late).sum();
        long received = streams.values().stream().mapToLong(s -> s.received).sum();
        figures.put("packets_expected", received + lost);
        figures.put("packets_received", received);
        figures.put("packets_missing", lost);
        figures.put("lateness_ms", latenessFigures(lateness));
        Map<String, Object> services = new LinkedHashMap<>();
        streams.forEach((service, stream) -> services.put(service, figures(stream)));
        figures.put("services", services);
        return figures;
    }

    private static Map<String, Object> figures(Stream stream) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("calls", stream.calls);
        figures.put("received", stream.received);
        figures.put("lost_by_sequence", stream.lost);
        figures.put("skipped_by_timestamp", stream.skipped);
        figures.put("missing_by_clock", stream.late);
        figures.put("duplicates", stream.duplicates);
        figures.put("lateness_ms", latenessFigures(stream.lateness));
        return figures;
    }

    static Map<String, Object> latenessFigures(Lateness lateness) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("p50", rounded(lateness.millis(0.5)));
        figures.put("p99", rounded(lateness.millis(0.99)));
        figures.put("max", rounded(lateness.maxMillis()));
        return figures;
    }

    private static Map<String, Object> percentiles(long[] sortedMicros) {
        Map<String, Object> figures = new LinkedHashMap<>();
        if (sortedMicros.length > 0) {
            figures.put("p50", rounded(sortedMicros[sortedMicros.length / 2] / 1e3));
            figures.put("p99", rounded(sortedMicros[sortedMicros.length * 99 / 100] / 1e3));
            figures.put("max", rounded(sortedMicros[sortedMicros.length - 1] / 1e3));
        }
        return figures;
    }

    static double rounded(double value) {
        return Math.round(value * 1_000) / 1e3;
    }
}
