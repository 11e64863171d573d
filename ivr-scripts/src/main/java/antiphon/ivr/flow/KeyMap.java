package antiphon.ivr.flow;

import antiphon.ivr.yaml.Position;
import java.util.List;
import java.util.Optional;

/// Keys and where they lead. Where two patterns match the same keys, the one with fewer choices
/// wins: `4000` before `4XXX`.
public record KeyMap(List<Entry> entries) {

    public record Entry(KeyPattern pattern, Target target, Position position) {}

    public KeyMap {
        entries = List.copyOf(entries);
    }

    public static KeyMap empty() {
        return new KeyMap(List.of());
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /// What these keys lead to; none if they are not (yet) complete.
    public Optional<Entry> match(CharSequence keys) {
        Entry best = null;
        for (Entry entry : entries) {
            if (!entry.pattern().matches(keys)) continue;
            if (best == null || entry.pattern().choices() < best.pattern().choices()) best = entry;
        }
        return Optional.ofNullable(best);
    }

    /// Whether more keys may follow and still match something.
    public boolean mayGoOn(CharSequence keys) {
        for (Entry entry : entries) {
            if (entry.pattern().length() > keys.length() && entry.pattern().mayBecome(keys))
                return true;
        }
        return false;
    }
}
