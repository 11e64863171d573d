package antiphon.ivr.flow;

import antiphon.ivr.yaml.Fields;
import antiphon.ivr.yaml.YamlMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads `keys`: patterns and where they lead.
final class KeyMapReader {
    private final Reading reading;
    private final KeyReader keys;
    private final TargetReader targets;

    KeyMapReader(Reading reading, KeyReader keys, TargetReader targets) {
        this.reading = reading;
        this.keys = keys;
        this.targets = targets;
    }

    /// @param inMenu `again` has a meaning in these keys
    /// @return empty if `keys` is missing or wrong
    Optional<KeyMap> read(Fields fields, boolean inMenu) {
        Optional<YamlMap> map = fields.map("keys");
        if (map.isEmpty()) return Optional.empty();
        boolean outer = reading.inMenu;
        reading.inMenu = inMenu || outer;
        List<KeyMap.Entry> entries = new ArrayList<>();
        for (YamlMap.Entry entry : map.get().entries()) {
            if (reading.problems.isFull()) break;
            Optional<KeyPattern> pattern = keys.pattern(entry.key());
            Optional<Target> target = targets.target(entry.value(), "key " + entry.name());
            if (pattern.isPresent() && target.isPresent())
                entries.add(new KeyMap.Entry(pattern.get(), target.get(), entry.key().position()));
        }
        reading.inMenu = outer;
        keys.checkEffort(
                entries.stream().map(KeyMap.Entry::pattern).toList(), map.get().position());
        if (map.get().entries().isEmpty())
            reading.error(
                    map.get().position(),
                    "Y015",
                    fields.what("keys") + " has no keys; add `1: node`");
        boolean complete = entries.size() == map.get().entries().size();
        return complete && !entries.isEmpty() ? Optional.of(new KeyMap(entries)) : Optional.empty();
    }
}
