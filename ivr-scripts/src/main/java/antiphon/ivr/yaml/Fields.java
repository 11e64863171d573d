package antiphon.ivr.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The fields of a map, taken one by one; what nobody took in the end is an unknown key.
///
///     var fields = new Fields(map, "menu", problems);
///     var attempts = fields.number("attempts", 1, 10).orElse(3);
///     fields.refuseOthers();
///
/// A field with a wrong value is reported and reads as if it were absent. One reader, one thread.
public final class Fields {
    private final YamlMap map;
    private final String owner;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();

    /// @param owner what the map describes, for messages: "menu", "the flow"
    public Fields(YamlMap map, String owner, Problems problems) {
        this.map = map;
        this.owner = owner;
        this.problems = problems;
    }

    public Position position() {
        return map.position();
    }

    public String owner() {
        return owner;
    }

    public boolean has(String key) {
        return map.has(key);
    }

    /// The value of a key, whatever it is.
    public Optional<YamlNode> node(String key) {
        known.add(key);
        return map.get(key);
    }

    public Optional<YamlMap.Entry> entry(String key) {
        known.add(key);
        return map.entry(key);
    }

    /// The value of a key that must be there.
    public Optional<YamlNode> required(String key, String example) {
        Optional<YamlNode> node = node(key);
        if (node.isEmpty())
            problems.error(
                    map.position(),
                    "Y016",
                    "%s needs `%s`, such as `%s`".formatted(owner, key, example));
        return node;
    }

    public Optional<String> text(String key) {
        return node(key).flatMap(node -> Scalars.text(node, what(key), problems));
    }

    public Optional<Integer> number(String key, int min, int max) {
        return node(key).flatMap(node -> Scalars.number(node, what(key), min, max, problems));
    }

    public Optional<Boolean> bool(String key) {
        return node(key).flatMap(node -> Scalars.bool(node, what(key), problems));
    }

    public Optional<Duration> duration(String key, Duration min, Duration max) {
        return node(key).flatMap(node -> Scalars.duration(node, what(key), min, max, problems));
    }

    public Optional<String> word(String key, Collection<String> allowed) {
        return node(key).flatMap(node -> Scalars.word(node, what(key), allowed, problems));
    }

    public Optional<YamlMap> map(String key) {
        return node(key).flatMap(node -> Scalars.map(node, what(key), problems));
    }

    public Optional<YamlList> list(String key) {
        return node(key).flatMap(node -> Scalars.list(node, what(key), problems));
    }

    /// The items of a list, or the one value that stands in its place.
    public List<YamlNode> oneOrMore(String key) {
        return node(key)
                .map(node -> node instanceof YamlList list ? list.items() : List.of(node))
                .orElse(List.of());
    }

    /// Names the key for messages: "`attempts` of menu".
    public String what(String key) {
        return "`" + key + "` of " + owner;
    }

    /// Reports the keys that were not asked for, with the nearest that was.
    public void refuseOthers() {
        List<String> free = new ArrayList<>(known);
        free.removeAll(map.names());
        for (YamlMap.Entry entry : map.entries()) {
            if (known.contains(entry.name())) continue;
            String hint = Nearest.hint(entry.name(), free.isEmpty() ? known : free);
            problems.error(
                    entry.key().position(),
                    "Y014",
                    "%s has no key \"%s\"; allowed are %s%s"
                            .formatted(owner, entry.name(), String.join(", ", known), hint));
        }
    }
}
