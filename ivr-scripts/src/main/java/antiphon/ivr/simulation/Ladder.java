package antiphon.ivr.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// What happened in a simulated call, one line each: time, node, event. Shown when a test fails.
final class Ladder {
    /// Lines kept; the oldest go first.
    private static final int LINES_MAX = 200;

    private final LongSupplier nanos;

    private record Line(String mark, long nanos, String text) {
        @Override
        public String toString() {
            return mark + " " + stamp(nanos) + "  " + text;
        }
    }

    private final List<Line> lines = new ArrayList<>();
    private final List<String> entered = new ArrayList<>();

    Ladder(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// @param node as `flow/node`
    void enter(String node) {
        entered.add(node);
        add("→ " + node);
    }

    /// All nodes entered so far.
    List<String> entered() {
        return entered;
    }

    void plays(List<Heard> clips) {
        for (Heard clip : clips) {
            line(clip.startNanos(), "▶ " + clip.name());
        }
    }

    void add(String event) {
        line(nanos.getAsLong(), event);
    }

    /// The first difference between what a test wanted and what it got.
    void fault(String difference) {
        lines.add(new Line(">", nanos.getAsLong(), difference));
    }

    String text() {
        return lines.stream().map(Line::toString).collect(Collectors.joining("\n"));
    }

    private void line(long at, String event) {
        if (lines.size() == LINES_MAX) {
            lines.removeFirst();
        }
        lines.add(new Line(" ", at, event));
    }

    private static String stamp(long at) {
        long millis = at / 1_000_000;
        return String.format(
                Locale.ROOT, "%02d:%02d.%03d", millis / 60_000, millis / 1000 % 60, millis % 1000);
    }
}
