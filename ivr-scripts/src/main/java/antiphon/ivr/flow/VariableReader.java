package antiphon.ivr.flow;

import antiphon.ivr.expression.Type;
import antiphon.ivr.expression.Value;
import antiphon.ivr.yaml.Fields;
import antiphon.ivr.yaml.Scalars;
import antiphon.ivr.yaml.YamlList;
import antiphon.ivr.yaml.YamlMap;
import antiphon.ivr.yaml.YamlNode;
import antiphon.ivr.yaml.YamlScalar;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads `vars`, `inputs` and `returns`: names with their types.
final class VariableReader {
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9]\\d{0,17})");
    private static final Pattern LOOKS_LIKE_NUMBER = Pattern.compile("[-+]?\\d[\\d._]*");
    private static final Map<String, Type> TYPE_WORDS =
            Map.of(
                    "text", Type.TEXT,
                    "number", Type.NUMBER,
                    "bool", Type.BOOL,
                    "duration", Type.DURATION,
                    "recording", Type.RECORDING);

    private final Reading reading;

    VariableReader(Reading reading) {
        this.reading = reading;
    }

    /// Declares all three in the reading.
    ///
    /// @return the variables with their first values
    Map<String, Value> vars(Fields fields, YamlMap flow) {
        Set<String> secrets = secrets(flow);
        Map<String, Value> vars = new LinkedHashMap<>();
        for (YamlMap.Entry entry : entries(fields, "vars")) {
            if (!isName(entry)) continue;
            Optional<Value> value = firstValue(entry);
            if (value.isPresent() && secrets.contains(entry.name()))
                value = secret(entry, value.get());
            value.ifPresent(first -> vars.put(entry.name(), first));
            reading.variables.put(entry.name(), value.map(Value::type).orElse(Type.TEXT));
        }
        for (YamlMap.Entry entry : entries(fields, "inputs")) {
            if (!isName(entry)) continue;
            if (reading.variables.containsKey(entry.name()))
                reading.error(
                        entry.key().position(),
                        "F009",
                        "\"%s\" is declared under `vars` already".formatted(entry.name()));
            reading.inputs.add(entry.name());
            reading.variables.put(entry.name(), type(entry));
        }
        for (YamlMap.Entry entry : entries(fields, "returns"))
            if (isName(entry)) reading.returns.put(entry.name(), type(entry));
        return vars;
    }

    private List<YamlMap.Entry> entries(Fields fields, String key) {
        Optional<YamlMap> map = fields.map(key);
        if (map.isEmpty()) return List.of();
        if (map.get().entries().size() > Limits.VARIABLES_MAX)
            reading.error(
                    map.get().position(),
                    "F008",
                    "`%s` has %d names, the limit is %d"
                            .formatted(key, map.get().entries().size(), Limits.VARIABLES_MAX));
        return map.get().entries();
    }

    private boolean isName(YamlMap.Entry entry) {
        String name = entry.name();
        if (Names.NO_VARIABLES.contains(name)) {
            reading.error(
                    entry.key().position(),
                    "F009",
                    "a variable can not be called \"%s\": that word has a meaning in expressions"
                            .formatted(name));
            return false;
        }
        if (Names.VARIABLE.matcher(name).matches()) return true;
        reading.error(
                entry.key().position(),
                "F009",
                "%s is no name of a variable: a small letter, then small letters, digits and _"
                        .formatted(entry.key().describe()));
        return false;
    }

    private Type type(YamlMap.Entry entry) {
        return Scalars.word(
                        entry.value(),
                        "the type of \"" + entry.name() + "\"",
                        TYPE_WORDS.keySet().stream().sorted().toList(),
                        reading.problems)
                .flatMap(word -> Optional.ofNullable(TYPE_WORDS.get(word)))
                .orElse(Type.TEXT);
    }

    private Optional<Value> firstValue(YamlMap.Entry entry) {
        if (entry.value() instanceof YamlMap) {
            reading.error(
                    entry.value().position(),
                    "F003",
                    "variables with fields are not available in this version; \"%s\" needs one value"
                            .formatted(entry.name()));
            return Optional.empty();
        }
        if (!(entry.value() instanceof YamlScalar scalar) || scalar.isNothing()) {
            Scalars.wrongType(
                    entry.value(),
                    "the first value of \"" + entry.name() + "\"",
                    "\"\" for text, 0 for a number, true or false, none for a recording",
                    reading.problems);
            return Optional.empty();
        }
        String text = scalar.text();
        if (text.length() > Limits.TEXT_MAX) {
            reading.error(
                    scalar.position(),
                    "F008",
                    "the value has %d characters, the limit is %d"
                            .formatted(text.length(), Limits.TEXT_MAX));
            return Optional.empty();
        }
        if (scalar.style() != YamlScalar.Style.PLAIN) return Optional.of(new Value.Text(text));
        return plain(scalar, text);
    }

    private Optional<Value> plain(YamlScalar scalar, String text) {
        if (text.equals("none")) return Optional.of(Value.Recording.NONE);
        if (text.equals("true") || text.equals("false"))
            return Optional.of(new Value.Bool(text.equals("true")));
        if (WHOLE.matcher(text).matches())
            return Optional.of(new Value.Whole(Long.parseLong(text)));
        Optional<Duration> duration = Scalars.duration(text);
        if (duration.isPresent()) return Optional.of(new Value.Span(duration.get()));
        if (!LOOKS_LIKE_NUMBER.matcher(text).matches()) return Optional.of(new Value.Text(text));
        reading.error(
                scalar.position(),
                "F014",
                "%s is no whole number; as text write it in quotes: \"%s\"".formatted(text, text));
        return Optional.empty();
    }

    private Optional<Value> secret(YamlMap.Entry entry, Value first) {
        if (first instanceof Value.Text(String text) && text.isEmpty())
            return Optional.of(new Value.Secret(""));
        reading.error(
                entry.value().position(),
                "F061",
                "\"%s\" is secret: it begins as \"\"".formatted(entry.name()));
        return Optional.of(new Value.Secret(""));
    }

    /// Variables that some `collect` with `secret: true` fills; nesting is bounded by the reader.
    private static Set<String> secrets(YamlNode flow) {
        Set<String> secrets = new HashSet<>();
        Deque<YamlNode> open = new ArrayDeque<>();
        open.push(flow);
        while (!open.isEmpty()) {
            switch (open.pop()) {
                case YamlScalar _ -> {}
                case YamlList list -> list.items().forEach(open::push);
                case YamlMap map -> {
                    map.entries().forEach(entry -> open.push(entry.value()));
                    boolean isSecret =
                            map.get("secret").map(YamlNode::describe).orElse("").equals("\"true\"");
                    if (isSecret && map.get("collect").orElse(null) instanceof YamlScalar name)
                        secrets.add(name.text());
                }
            }
        }
        return secrets;
    }
}
