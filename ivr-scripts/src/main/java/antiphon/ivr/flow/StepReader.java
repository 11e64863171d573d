package antiphon.ivr.flow;

import antiphon.ivr.expression.Expression;
import antiphon.ivr.yaml.Fields;
import antiphon.ivr.yaml.Nearest;
import antiphon.ivr.yaml.Scalars;
import antiphon.ivr.yaml.YamlList;
import antiphon.ivr.yaml.YamlMap;
import antiphon.ivr.yaml.YamlNode;
import antiphon.ivr.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads steps: finds the verb first, then reads what that verb takes.
final class StepReader {
    /// Options that are verbs elsewhere: `conference` with `music`.
    private static final Map<String, Set<String>> VERBS_AS_OPTIONS =
            Map.of("conference", Set.of("music"), "voicemail", Set.of("tag"));

    private final Reading reading;
    private final TemplateReader templates;
    private final TargetReader targets;
    private final ListeningSteps listening;
    private final SoundSteps sound;
    private final ControlSteps control;

    StepReader(Reading reading) {
        this.reading = reading;
        this.templates = new TemplateReader(reading);
        this.targets = new TargetReader(reading, this::steps);
        PromptReader prompts = new PromptReader(reading, templates);
        KeyReader keys = new KeyReader(reading);
        KeyMapReader keyMaps = new KeyMapReader(reading, keys, targets);
        this.listening = new ListeningSteps(reading, templates, prompts, keys, keyMaps, targets);
        this.sound = new SoundSteps(reading, templates, prompts, keys, keyMaps, targets);
        this.control = new ControlSteps(reading, templates, targets, this::steps);
    }

    TargetReader targets() {
        return targets;
    }

    /// A list of steps; empty if one of them is wrong.
    Optional<List<Step>> steps(YamlList list, String what) {
        if (list.items().isEmpty()) {
            reading.error(list.position(), "Y015", what + " has no steps");
            return Optional.empty();
        }
        if (reading.depth >= Limits.NESTING_MAX) {
            reading.error(
                    list.position(),
                    "F008",
                    "steps are nested more than %d lists deep; make a node of them"
                            .formatted(Limits.NESTING_MAX));
            return Optional.empty();
        }
        reading.depth++;
        List<Step> steps = new ArrayList<>();
        for (YamlNode item : list.items()) step(item).ifPresent(steps::add);
        reading.depth--;
        return steps.size() == list.items().size() ? Optional.of(steps) : Optional.empty();
    }

    private Optional<Step> step(YamlNode node) {
        reading.stepNumber++;
        if (++reading.steps == Limits.STEPS_MAX + 1)
            reading.error(
                    node.position(),
                    "F008",
                    "the flow has more than %d steps".formatted(Limits.STEPS_MAX));
        if (reading.steps > Limits.STEPS_MAX || reading.problems.isFull()) return Optional.empty();
        return switch (node) {
            case YamlScalar word -> bare(word);
            case YamlMap map -> verb(map).flatMap(verb -> read(map, verb));
            case YamlList list -> {
                Scalars.wrongType(list, "a step", "a map with one verb", reading.problems);
                yield Optional.empty();
            }
        };
    }

    /// A verb alone, as in `- hang_up`.
    private Optional<Step> bare(YamlScalar word) {
        String verb = word.text();
        if (Names.BARE_VERBS.contains(verb))
            return read(new YamlMap(List.of(), word.position()), verb);
        String message;
        if (reading.nodeNames.contains(verb))
            message = "; to go to that node write `go: " + verb + "`";
        else if (Names.VERBS.contains(verb))
            message = "; this verb needs a value: `" + verb + ": …`";
        else message = Nearest.hint(verb, Names.VERBS);
        reading.error(
                word.position(),
                "F001",
                "a step is a map with one verb, or one of the words answer, hang_up, return, mailbox, echo; found %s%s"
                        .formatted(word.describe(), message));
        return Optional.empty();
    }

    private Optional<String> verb(YamlMap map) {
        List<YamlMap.Entry> verbs =
                map.entries().stream().filter(entry -> isVerb(entry.name())).toList();
        for (YamlMap.Entry entry : verbs) if (ownsOthers(entry, verbs)) return available(entry);
        if (!verbs.isEmpty()) {
            YamlMap.Entry second = verbs.get(1);
            reading.error(
                    second.key().position(),
                    "F002",
                    "a second verb `%s` in the step that has `%s` already; each step begins with its own `- `"
                            .formatted(second.name(), verbs.getFirst().name()));
            return Optional.empty();
        }
        String first = map.names().isEmpty() ? "" : map.names().getFirst();
        reading.error(
                map.position(),
                "F001",
                "a step without a verb: \"%s\" is none; verbs are %s%s"
                        .formatted(
                                first,
                                String.join(", ", Names.VERBS),
                                Nearest.hint(first, Names.VERBS)));
        return Optional.empty();
    }

    private static boolean isVerb(String name) {
        return Names.VERBS.contains(name) || Names.VERBS_LATER.contains(name);
    }

    private static boolean ownsOthers(YamlMap.Entry verb, List<YamlMap.Entry> verbs) {
        Set<String> options = VERBS_AS_OPTIONS.getOrDefault(verb.name(), Set.of());
        return verbs.stream()
                .allMatch(other ->
                        other.name().equals(verb.name()) || options.contains(other.name()));
    }

    private Optional<String> available(YamlMap.Entry verb) {
        if (!Names.VERBS_LATER.contains(verb.name())) return Optional.of(verb.name());
        reading.error(
                verb.key().position(),
                "F003",
                "the step `%s` is not available in this version".formatted(verb.name()));
        return Optional.empty();
    }

    private void later(String verb, Fields fields) {
        for (String option : Names.OPTIONS_LATER.getOrDefault(verb, Set.of())) {
            if (!fields.has(option)) continue;
            reading.error(
                    fields.entry(option).orElseThrow().key().position(),
                    "F003",
                    "%s is not available in this version".formatted(fields.what(option)));
        }
    }

    private Optional<Step> read(YamlMap map, String verb) {
        Fields fields = new Fields(map, verb, reading.problems);
        int number = reading.stepNumber;
        fields.node(verb);
        later(verb, fields);
        Optional<Expression> when =
                fields.node("when").flatMap(node -> templates.condition(node, "`when`"));
        Optional<String> note = fields.text("note");
        Optional<Target> onError = targets.optional(fields, "on_error");
        boolean partsWrong =
                (fields.has("when") && when.isEmpty())
                        || (fields.has("on_error") && onError.isEmpty());
        Step.Common common =
                new Step.Common(map.position(), reading.node, number, when, note, onError);
        Optional<Step> step =
                switch (verb) {
                    case "menu" -> listening.menu(common, fields);
                    case "collect" -> listening.collect(common, fields);
                    case "pin" -> listening.pin(common, fields);
                    case "play" -> sound.play(common, fields);
                    case "record" -> sound.record(common, fields);
                    case "voicemail" -> sound.voicemail(common, fields);
                    case "mailbox" -> sound.mailbox(common, fields);
                    case "conference" -> sound.conference(common, fields);
                    case "music" -> sound.music(common, fields);
                    case "echo" -> sound.echo(common, fields);
                    case "wait" -> sound.waiting(common, fields);
                    default -> control.read(verb, common, fields);
                };
        fields.refuseOthers();
        return partsWrong ? Optional.empty() : step;
    }
}
