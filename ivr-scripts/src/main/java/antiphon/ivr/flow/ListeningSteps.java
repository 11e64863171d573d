package antiphon.ivr.flow;

import antiphon.ivr.expression.Expression;
import antiphon.ivr.expression.Type;
import antiphon.ivr.yaml.Fields;
import antiphon.ivr.yaml.Scalars;
import antiphon.ivr.yaml.YamlList;
import antiphon.ivr.yaml.YamlMap;
import antiphon.ivr.yaml.YamlNode;
import antiphon.ivr.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the steps that listen for keys: `menu`, `collect`, `pin`.
final class ListeningSteps {
    private final Reading reading;
    private final TemplateReader templates;
    private final PromptReader prompts;
    private final KeyReader keys;
    private final KeyMapReader keyMaps;
    private final TargetReader targets;

    ListeningSteps(
            Reading reading,
            TemplateReader templates,
            PromptReader prompts,
            KeyReader keys,
            KeyMapReader keyMaps,
            TargetReader targets) {
        this.reading = reading;
        this.templates = templates;
        this.prompts = prompts;
        this.keys = keys;
        this.keyMaps = keyMaps;
        this.targets = targets;
    }

    /// What all three say when something went wrong.
    private record Complaints(
            Optional<Prompts> reprompt, Optional<Prompts> noInput, Optional<Prompts> noMatch) {}

    private Complaints complaints(Fields fields) {
        return new Complaints(
                prompts.optional(fields, "reprompt"),
                prompts.optional(fields, "no_input"),
                prompts.optional(fields, "no_match"));
    }

    private Optional<Target> otherwise(Fields fields) {
        if (fields.node("otherwise").isPresent()) return targets.optional(fields, "otherwise");
        reading.error(
                fields.position(),
                "F042",
                "%s needs `otherwise`: where the call goes after the last attempt, such as `otherwise: hang_up`"
                        .formatted(fields.owner()));
        return Optional.empty();
    }

    Optional<Step> menu(Step.Common common, Fields fields) {
        Optional<Prompts> question = prompts.optional(fields, "menu");
        Complaints complaints = complaints(fields);
        fields.required("keys", "keys: {1: sales, 0: operator}");
        Optional<KeyMap> map = keyMaps.read(fields, true);
        // `again` in here would ask for ever: it has its meaning in the keys only.
        boolean outer = reading.inMenu;
        reading.inMenu = false;
        Optional<Target> otherwise = otherwise(fields);
        reading.inMenu = outer;
        Timing timing = TimingReader.over(reading.timing, fields);
        if (question.isEmpty() || map.isEmpty() || otherwise.isEmpty()) return Optional.empty();
        return Optional.of(
                new Step.Menu(
                        common,
                        question.get(),
                        complaints.reprompt(),
                        complaints.noInput(),
                        complaints.noMatch(),
                        map.get(),
                        otherwise.get(),
                        timing));
    }

    Optional<Step> collect(Step.Common common, Fields fields) {
        Optional<String> variable = variable(fields);
        boolean secret = fields.bool("secret").orElse(false);
        Type type =
                variable.map(name -> reading.variables.getOrDefault(name, Type.TEXT))
                        .orElse(Type.TEXT);
        as(fields, type);
        Optional<Prompts> question = question(fields);
        Complaints complaints = complaints(fields);
        Optional<Step.Wanted> wanted = wanted(fields, type);
        Step.Ending ending = keys.ending(fields, true);
        Optional<Expression> valid = valid(fields, variable);
        Optional<Step.Confirm> confirm = confirm(fields);
        Optional<Target> otherwise = otherwise(fields);
        Timing timing = TimingReader.over(reading.timing, fields);
        wanted.ifPresent(keysTaken -> checkEnding(keysTaken, ending, fields));
        if (variable.isEmpty() || question.isEmpty() || wanted.isEmpty() || otherwise.isEmpty())
            return Optional.empty();
        if (valid.isEmpty() && fields.has("valid")) return Optional.empty();
        return Optional.of(
                new Step.Collect(
                        common,
                        variable.get(),
                        type,
                        secret || type == Type.SECRET,
                        question.get(),
                        complaints.reprompt(),
                        complaints.noInput(),
                        complaints.noMatch(),
                        wanted.get(),
                        ending,
                        valid,
                        confirm,
                        otherwise.get(),
                        timing));
    }

    private Optional<Prompts> question(Fields fields) {
        fields.required("prompt", "prompt: enter-number");
        return prompts.optional(fields, "prompt");
    }

    private Optional<String> variable(Fields fields) {
        Optional<YamlNode> node = fields.node("collect");
        Optional<String> name = fields.text("collect");
        if (node.isEmpty() || name.isEmpty()) return Optional.empty();
        if (!reading.isVariable(name.get(), node.get().position())) return Optional.empty();
        reading.assigned.add(name.get());
        Type type = reading.variables.get(name.get());
        if (type == Type.TEXT || type == Type.NUMBER || type == Type.SECRET) return name;
        reading.error(
                node.get().position(),
                "F014",
                "keys can be collected into a text or a number, but \"%s\" is a %s"
                        .formatted(name.get(), type == null ? "" : type.word()));
        return Optional.empty();
    }

    private void as(Fields fields, Type type) {
        Optional<String> as = fields.word("as", List.of("text", "number"));
        if (as.isEmpty() || as.get().equals(type.word())) return;
        reading.error(
                fields.node("as").orElseThrow().position(),
                "F014",
                "`as: %s` does not fit the variable, which is a %s by its first value under `vars`"
                        .formatted(as.get(), type.word()));
    }

    private Optional<Step.Wanted> wanted(Fields fields, Type type) {
        Optional<YamlNode> digits = fields.node("digits");
        Optional<YamlNode> pattern = fields.node("pattern");
        if (digits.isPresent() == pattern.isPresent()) {
            reading.error(
                    fields.position(),
                    "Y016",
                    "collect needs either `digits`, such as `digits: {min: 3, max: 6}`, or `pattern`, such as `pattern: 4XXX`");
            return Optional.empty();
        }
        if (pattern.isPresent()) return patterns(pattern.get(), fields);
        int most = type == Type.NUMBER ? Limits.NUMBER_DIGITS_MAX : KeyPattern.LENGTH_MAX;
        if (digits.get() instanceof YamlMap map) return range(map, most);
        return Scalars.number(digits.get(), "`digits`", 1, most, reading.problems)
                .map(length -> new Step.Wanted.Digits(length, length));
    }

    private Optional<Step.Wanted> range(YamlMap map, int most) {
        Fields range = new Fields(map, "digits", reading.problems);
        int min = range.number("min", 1, most).orElse(1);
        range.required("max", "max: 8");
        Optional<Integer> max = range.number("max", 1, most);
        range.refuseOthers();
        if (max.isEmpty()) return Optional.empty();
        if (min <= max.get()) return Optional.of(new Step.Wanted.Digits(min, max.get()));
        reading.error(
                map.position(),
                "Y018",
                "`min` (%d) is larger than `max` (%d)".formatted(min, max.get()));
        return Optional.empty();
    }

    private Optional<Step.Wanted> patterns(YamlNode node, Fields fields) {
        List<YamlNode> nodes = fields.oneOrMore("pattern");
        List<KeyPattern> patterns = new ArrayList<>();
        for (YamlNode item : nodes) {
            if (item instanceof YamlScalar scalar) keys.pattern(scalar).ifPresent(patterns::add);
            else Scalars.wrongType(item, "`pattern`", "a pattern such as 4XXX", reading.problems);
        }
        if (node instanceof YamlList list && list.items().isEmpty())
            reading.error(node.position(), "Y015", "`pattern` is empty");
        keys.checkEffort(patterns, node.position());
        return patterns.size() == nodes.size() && !patterns.isEmpty()
                ? Optional.of(new Step.Wanted.Patterns(List.copyOf(patterns)))
                : Optional.empty();
    }

    private void checkEnding(Step.Wanted wanted, Step.Ending ending, Fields fields) {
        if (!(wanted instanceof Step.Wanted.Patterns(List<KeyPattern> patterns))) {
            digitAsEnding(ending.endKey(), "end_key", fields);
            digitAsEnding(ending.clearKey(), "clear_key", fields);
            return;
        }
        for (KeyPattern pattern : patterns) {
            for (String place : pattern.places()) {
                boolean clash =
                        ending.endKey().filter(key -> place.indexOf(key) >= 0).isPresent()
                                || ending.clearKey()
                                        .filter(key -> place.indexOf(key) >= 0)
                                        .isPresent();
                if (!clash) continue;
                reading.error(
                        fields.node("pattern").orElseThrow().position(),
                        "F023",
                        "the pattern %s holds the `end_key` or `clear_key`; write `end_key: none` or another key"
                                .formatted(pattern.source()));
                return;
            }
        }
    }

    private void digitAsEnding(Optional<Character> key, String name, Fields fields) {
        if (key.isEmpty() || !Character.isDigit(key.get())) return;
        reading.error(
                fields.node(name).orElseThrow().position(),
                "F023",
                "`%s` is %s, which is also a digit to collect; use star, pound or none"
                        .formatted(name, key.get()));
    }

    private Optional<Expression> valid(Fields fields, Optional<String> variable) {
        Optional<YamlNode> node = fields.node("valid");
        if (node.isEmpty()) return Optional.empty();
        Optional<Expression> valid =
                templates.condition(node.get(), "`valid`", variable.map(Set::of).orElse(Set.of()));
        if (valid.isPresent()
                && variable.isPresent()
                && !valid.get().names().contains(variable.get()))
            reading.problems.warning(
                    node.get().position(),
                    "F016",
                    "`valid` does not look at \"%s\", the value it should judge"
                            .formatted(variable.get()));
        return valid;
    }

    private Optional<Step.Confirm> confirm(Fields fields) {
        Optional<YamlMap> map = fields.map("confirm");
        if (map.isEmpty()) return Optional.empty();
        Fields inner = new Fields(map.get(), "confirm", reading.problems);
        inner.required("prompt", "prompt: [you-entered, {digits: \"${account}\"}]");
        Optional<Prompts> question = prompts.optional(inner, "prompt");
        Optional<Character> yes = keys.keyOrNone(inner, "yes", Optional.of('1'));
        Optional<Character> no = keys.keyOrNone(inner, "no", Optional.of('2'));
        inner.refuseOthers();
        if (question.isEmpty() || yes.isEmpty() || no.isEmpty()) return Optional.empty();
        if (yes.equals(no)) {
            reading.error(
                    map.get().position(),
                    "F023",
                    "`yes` and `no` are both %s; they must differ"
                            .formatted(KeyReader.written(yes.get())));
            return Optional.empty();
        }
        return Optional.of(
                new Step.Confirm(question.get(), yes.get(), no.get(), map.get().position()));
    }

    Optional<Step> pin(Step.Common common, Fields fields) {
        Optional<Step.PinKind> kind = pinKind(fields);
        Optional<Template> id = kind.flatMap(_ -> pinId(fields));
        Optional<Prompts> question = question(fields);
        Complaints complaints = complaints(fields);
        Step.Ending ending = keys.ending(fields, true);
        Optional<Target> onLockedOut = targets.optional(fields, "on_locked_out");
        Optional<Target> otherwise = otherwise(fields);
        Timing timing = TimingReader.over(reading.timing, fields);
        if (kind.isEmpty() || id.isEmpty() || question.isEmpty() || otherwise.isEmpty())
            return Optional.empty();
        return Optional.of(
                new Step.Pin(
                        common,
                        kind.get(),
                        id.get(),
                        question.get(),
                        complaints.reprompt(),
                        complaints.noInput(),
                        complaints.noMatch(),
                        ending,
                        onLockedOut,
                        otherwise.get(),
                        timing));
    }

    private Optional<Step.PinKind> pinKind(Fields fields) {
        Optional<String> text = fields.text("pin");
        if (text.isEmpty()) return Optional.empty();
        if (text.get().startsWith("mailbox ")) return Optional.of(Step.PinKind.MAILBOX);
        if (text.get().startsWith("conference ")) {
            reading.error(
                    fields.node("pin").orElseThrow().position(),
                    "F003",
                    "PINs of conferences are not available in this version; `pin: mailbox ${box}` is");
            return Optional.of(Step.PinKind.CONFERENCE);
        }
        reading.error(
                fields.node("pin").orElseThrow().position(),
                "F004",
                "`pin` says whose PIN: `pin: mailbox ${box}` or `pin: conference ${room}`, found \"%s\""
                        .formatted(text.get()));
        return Optional.empty();
    }

    /// The template behind the kind; positions stay those of the file.
    private Optional<Template> pinId(Fields fields) {
        YamlScalar whole = (YamlScalar) fields.node("pin").orElseThrow();
        return templates.textBehind(whole, whole.text().indexOf(' ') + 1, "`pin`");
    }
}
