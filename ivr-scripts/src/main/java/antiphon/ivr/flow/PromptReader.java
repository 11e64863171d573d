package antiphon.ivr.flow;

import antiphon.ivr.expression.Type;
import antiphon.ivr.yaml.Fields;
import antiphon.ivr.yaml.Nearest;
import antiphon.ivr.yaml.Scalars;
import antiphon.ivr.yaml.YamlList;
import antiphon.ivr.yaml.YamlMap;
import antiphon.ivr.yaml.YamlNode;
import antiphon.ivr.yaml.YamlScalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Reads what is heard: one id, a list of items, or one of them for each attempt.
final class PromptReader {
    private static final List<String> SAY_AS =
            List.of("digits", "number", "duration", "recording", "silence", "tone");
    private static final Set<String> SAY_AS_LATER =
            Set.of("spell", "phone", "ordinal", "date", "time", "money", "phrase");
    private static final Map<String, PromptItem.Tone> TONES =
            Map.of(
                    "beep", PromptItem.Tone.BEEP,
                    "busy", PromptItem.Tone.BUSY,
                    "ringing", PromptItem.Tone.RINGING,
                    "congestion", PromptItem.Tone.CONGESTION);

    private final Reading reading;
    private final TemplateReader templates;

    PromptReader(Reading reading, TemplateReader templates) {
        this.reading = reading;
        this.templates = templates;
    }

    Optional<Prompts> optional(Fields fields, String key) {
        return fields.node(key).flatMap(node -> prompts(node, fields.what(key)));
    }

    Optional<Prompts> prompts(YamlNode node, String what) {
        if (node instanceof YamlMap map && isTapered(map)) return tapered(map, what);
        return items(node, what).map(Prompts::always);
    }

    private static boolean isTapered(YamlMap map) {
        return !map.entries().isEmpty()
                && map.names().stream().anyMatch(name -> name.matches("\\d{1,9}"));
    }

    private Optional<Prompts> tapered(YamlMap map, String what) {
        NavigableMap<Integer, List<PromptItem>> byAttempt = new TreeMap<>();
        boolean complete = true;
        for (YamlMap.Entry entry : map.entries()) {
            Optional<Integer> attempt =
                    Scalars.number(
                            entry.key(),
                            "the attempt in " + what,
                            1,
                            Limits.ATTEMPTS_MAX,
                            reading.problems);
            Optional<List<PromptItem>> items = items(entry.value(), what);
            if (attempt.isPresent() && items.isPresent()) byAttempt.put(attempt.get(), items.get());
            else complete = false;
        }
        if (complete && !byAttempt.containsKey(1)) {
            reading.error(
                    map.position(),
                    "F006",
                    "%s says nothing for attempt 1; begin with 1: {1: wrong-key, 2: wrong-key-help}"
                            .formatted(what));
            return Optional.empty();
        }
        return complete ? Optional.of(new Prompts(byAttempt)) : Optional.empty();
    }

    private Optional<List<PromptItem>> items(YamlNode node, String what) {
        List<YamlNode> nodes = node instanceof YamlList list ? list.items() : List.of(node);
        if (nodes.size() > Limits.ITEMS_MAX) {
            reading.error(
                    node.position(),
                    "F008",
                    "%s has %d items, the limit is %d"
                            .formatted(what, nodes.size(), Limits.ITEMS_MAX));
            return Optional.empty();
        }
        List<PromptItem> items = new ArrayList<>();
        for (YamlNode item : nodes) item(item, what).ifPresent(items::add);
        return items.size() == nodes.size() ? Optional.of(items) : Optional.empty();
    }

    private Optional<PromptItem> item(YamlNode node, String what) {
        return switch (node) {
            case YamlScalar scalar -> recorded(scalar, what);
            case YamlMap map -> said(map, what);
            case YamlList list -> {
                Scalars.wrongType(list, what, "prompt ids and say-as items", reading.problems);
                yield Optional.empty();
            }
        };
    }

    private Optional<PromptItem> recorded(YamlScalar scalar, String what) {
        if (!scalar.isNothing() && Names.NAME.matcher(scalar.text()).matches())
            return Optional.of(new PromptItem.Recorded(scalar.text(), scalar.position()));
        String hint =
                scalar.text().contains("${")
                        ? "; to say a value write {digits: \"${…}\"} or {number: \"${…}\"}"
                        : "";
        reading.error(
                scalar.position(),
                "F006",
                "%s must name a prompt (small letters, digits, - and _), found %s%s"
                        .formatted(what, scalar.describe(), hint));
        return Optional.empty();
    }

    private Optional<PromptItem> said(YamlMap map, String what) {
        for (YamlMap.Entry entry : map.entries()) {
            if (SAY_AS_LATER.contains(entry.name())) {
                reading.error(
                        entry.key().position(),
                        "F003",
                        "saying a %s is not available in this version; available are %s"
                                .formatted(entry.name(), String.join(", ", SAY_AS)));
                return Optional.empty();
            }
            if (SAY_AS.contains(entry.name())) return said(map, entry);
        }
        String name = map.names().isEmpty() ? "" : map.names().getFirst();
        reading.error(
                map.position(),
                "F006",
                "%s holds an item of an unknown kind \"%s\"; allowed are %s, and the id of a prompt%s"
                        .formatted(
                                what, name, String.join(", ", SAY_AS), Nearest.hint(name, SAY_AS)));
        return Optional.empty();
    }

    private Optional<PromptItem> said(YamlMap map, YamlMap.Entry entry) {
        String kind = entry.name();
        Fields fields = new Fields(map, "{" + kind + ": …}", reading.problems);
        YamlNode value = fields.node(kind).orElseThrow();
        fields.refuseOthers();
        String what = "`" + kind + "`";
        return switch (kind) {
            case "digits" ->
                    templates
                            .value(value, what, EnumSet.of(Type.TEXT, Type.NUMBER))
                            .map(PromptItem.SayDigits::new);
            case "number" ->
                    templates
                            .value(value, what, EnumSet.of(Type.NUMBER))
                            .map(PromptItem.SayNumber::new);
            case "duration" ->
                    templates
                            .value(value, what, EnumSet.of(Type.DURATION))
                            .map(PromptItem.SayDuration::new);
            case "recording" ->
                    templates
                            .value(value, what, EnumSet.of(Type.RECORDING))
                            .map(PromptItem.PlayRecording::new);
            case "silence" ->
                    Scalars.duration(
                                    value,
                                    what,
                                    Duration.ofMillis(20),
                                    Limits.SILENCE_ITEM_MAX,
                                    reading.problems)
                            .map(PromptItem.Silence::new);
            default ->
                    Scalars.word(
                                    value,
                                    what,
                                    TONES.keySet().stream().sorted().toList(),
                                    reading.problems)
                            .flatMap(word -> Optional.ofNullable(TONES.get(word)))
                            .map(PromptItem.PlayTone::new);
        };
    }
}
