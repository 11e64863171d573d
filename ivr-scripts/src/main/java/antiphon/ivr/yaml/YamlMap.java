package antiphon.ivr.yaml;

import java.util.List;
import java.util.Optional;

/// Keys with values, in the order written; no key stands twice.
public record YamlMap(List<Entry> entries, Position position) implements YamlNode {

    public record Entry(YamlScalar key, YamlNode value) {
        public String name() {
            return key.text();
        }
    }

    public YamlMap {
        entries = List.copyOf(entries);
    }

    public Optional<Entry> entry(String name) {
        for (Entry entry : entries) if (entry.name().equals(name)) return Optional.of(entry);
        return Optional.empty();
    }

    public Optional<YamlNode> get(String name) {
        return entry(name).map(Entry::value);
    }

    public boolean has(String name) {
        return entry(name).isPresent();
    }

    public List<String> names() {
        return entries.stream().map(Entry::name).toList();
    }

    @Override
    public String describe() {
        return "a map";
    }
}
