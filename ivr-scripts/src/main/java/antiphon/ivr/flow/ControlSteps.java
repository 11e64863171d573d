package antiphon.ivr.flow;

import antiphon.ivr.expression.Expression;
import antiphon.ivr.expression.Type;
import antiphon.ivr.yaml.Fields;
import antiphon.ivr.yaml.Nearest;
import antiphon.ivr.yaml.Scalars;
import antiphon.ivr.yaml.YamlList;
import antiphon.ivr.yaml.YamlMap;
import antiphon.ivr.yaml.YamlNode;
import antiphon.ivr.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// Reads the steps that decide and move: `answer`, `reject`, `choose`, `go`, `set`, `language`,
/// `hang_up`, `call`, `return`.
final class ControlSteps {
    private final Reading reading;
    private final TemplateReader templates;
    private final TargetReader targets;
    private final BiFunction<YamlList, String, Optional<List<Step>>> steps;

    ControlSteps(
            Reading reading,
            TemplateReader templates,
            TargetReader targets,
            BiFunction<YamlList, String, Optional<List<Step>>> steps) {
        this.reading = reading;
        this.templates = templates;
        this.targets = targets;
        this.steps = steps;
    }

    Optional<Step> read(String verb, Step.Common common, Fields fields) {
        return switch (verb) {
            case "answer" -> withoutValue(fields, verb, new Step.Answer(common));
            case "hang_up" -> withoutValue(fields, verb, new Step.HangUp(common));
            case "reject" ->
                    fields.number("reject", 400, 699).map(code -> new Step.Reject(common, code));
            case "choose" -> choose(common, fields);
            case "go" ->
                    fields.node("go")
                            .flatMap(node -> targets.jump(node, "`go`"))
                            .map(target -> new Step.Go(common, target));
            case "set" -> set(common, fields);
            case "language" -> language(common, fields);
            case "call" -> call(common, fields);
            case "return" -> giveBack(common, fields);
            default -> throw new IllegalArgumentException("a verb without a reader: " + verb);
        };
    }

    private Optional<Step> withoutValue(Fields fields, String verb, Step step) {
        Optional<YamlNode> value = fields.node(verb).filter(node -> !node.isNothing());
        if (value.isEmpty()) return Optional.of(step);
        reading.error(
                value.get().position(),
                "Y015",
                "`%s` takes no value; write `- %s`".formatted(verb, verb));
        return Optional.empty();
    }

    private Optional<Step> choose(Step.Common common, Fields fields) {
        Optional<YamlList> list = fields.list("choose");
        if (list.isEmpty()) return Optional.empty();
        List<Step.Choice> choices = new ArrayList<>();
        boolean decided = false;
        for (YamlNode item : list.get().items()) {
            if (decided)
                reading.error(
                        item.position(),
                        "F045",
                        "this choice is never reached: the one before it has no `when`");
            decided = item instanceof YamlMap map && !map.has("when");
            choice(item).ifPresent(choices::add);
        }
        if (list.get().items().isEmpty())
            reading.error(list.get().position(), "Y015", "`choose` has no choices");
        if (choices.size() < list.get().items().size() || choices.isEmpty())
            return Optional.empty();
        return Optional.of(new Step.Choose(common, List.copyOf(choices)));
    }

    private Optional<Step.Choice> choice(YamlNode item) {
        Optional<YamlMap> map = Scalars.map(item, "a choice", reading.problems);
        if (map.isEmpty()) return Optional.empty();
        Fields fields = new Fields(map.get(), "a choice", reading.problems);
        Optional<Expression> when =
                fields.node("when").flatMap(node -> templates.condition(node, "`when`"));
        fields.text("note");
        Optional<YamlNode> go = fields.node("go");
        Optional<YamlNode> inline = fields.node("do");
        fields.refuseOthers();
        if (go.isPresent() == inline.isPresent()) {
            reading.error(
                    item.position(),
                    "Y016",
                    "a choice needs either `go: NODE` or `do:` with a list of steps");
            return Optional.empty();
        }
        Optional<Target> target =
                go.isPresent()
                        ? targets.jump(go.get(), "`go`")
                        : inline.flatMap(node -> Scalars.list(node, "`do`", reading.problems))
                                .flatMap(list -> steps.apply(list, "`do`"))
                                .map(Target.Inline::new);
        if (fields.has("when") && when.isEmpty()) return Optional.empty();
        return target.map(there -> new Step.Choice(when, there, item.position()));
    }

    private Optional<Step> set(Step.Common common, Fields fields) {
        Optional<YamlMap> map = fields.map("set");
        if (map.isEmpty()) return Optional.empty();
        Map<String, Template> values = new LinkedHashMap<>();
        for (YamlMap.Entry entry : map.get().entries()) {
            if (!isAssignable(entry)) continue;
            Type type = reading.variables.get(entry.name());
            if (type == null) continue;
            templates
                    .value(entry.value(), "\"" + entry.name() + "\"", EnumSet.of(type))
                    .ifPresent(value -> values.put(entry.name(), value));
        }
        if (map.get().entries().isEmpty())
            reading.error(map.get().position(), "Y015", "`set` assigns nothing");
        return values.size() == map.get().entries().size() && !values.isEmpty()
                ? Optional.of(new Step.Assign(common, Collections.unmodifiableMap(values)))
                : Optional.empty();
    }

    private boolean isAssignable(YamlMap.Entry entry) {
        String name = entry.name();
        if (!reading.isVariable(name, entry.key().position())) return false;
        reading.assigned.add(name);
        if (!reading.inputs.contains(name) && !reading.isSecret(name)) return true;
        reading.error(
                entry.key().position(),
                reading.isSecret(name) ? "F061" : "F014",
                "\"%s\" is %s and can not be assigned"
                        .formatted(name, reading.isSecret(name) ? "secret" : "an input"));
        return false;
    }

    private Optional<Step> language(Step.Common common, Fields fields) {
        Optional<String> language = fields.text("language");
        if (language.isEmpty()) return Optional.empty();
        if (reading.languages.contains(language.get()))
            return Optional.of(new Step.Language(common, language.get()));
        reading.error(
                fields.node("language").orElseThrow().position(),
                "F007",
                "the language \"%s\" is not among the `languages` of this flow: %s%s"
                        .formatted(
                                language.get(),
                                String.join(", ", reading.languages),
                                Nearest.hint(language.get(), reading.languages)));
        return Optional.empty();
    }

    private Optional<Step> call(Step.Common common, Fields fields) {
        Optional<String> flow = fields.text("call");
        Map<String, Template> with = new LinkedHashMap<>();
        Optional<YamlMap> given = fields.map("with");
        given.ifPresent(map -> {
            for (YamlMap.Entry entry : map.entries())
                templates
                        .value(entry.value(), "`with`", EnumSet.allOf(Type.class))
                        .ifPresent(value -> with.put(entry.name(), value));
        });
        Optional<Map<String, String>> into = into(fields);
        boolean complete =
                flow.isPresent()
                        && with.size() == given.map(map -> map.entries().size()).orElse(0)
                        && into.isPresent();
        if (!complete) return Optional.empty();
        return Optional.of(
                new Step.Call(common, flow.get(), Collections.unmodifiableMap(with), into.get()));
    }

    /// `into: account`, `into: [account, name]`, `into: {mine: account}`.
    private Optional<Map<String, String>> into(Fields fields) {
        Map<String, String> into = new LinkedHashMap<>();
        Optional<YamlNode> node = fields.node("into");
        if (node.isEmpty()) return Optional.of(into);
        boolean complete = true;
        if (node.get() instanceof YamlMap map) {
            for (YamlMap.Entry entry : map.entries()) {
                Optional<String> returned = Scalars.text(entry.value(), "`into`", reading.problems);
                complete &= returned.isPresent() && takes(entry.key(), into, returned.get());
            }
        } else {
            for (YamlNode item : fields.oneOrMore("into")) {
                if (item instanceof YamlScalar name && !name.isNothing()) {
                    complete &= takes(name, into, name.text());
                } else {
                    Scalars.wrongType(item, "`into`", "a variable's name", reading.problems);
                    complete = false;
                }
            }
        }
        return complete ? Optional.of(Collections.unmodifiableMap(into)) : Optional.empty();
    }

    private boolean takes(YamlScalar variable, Map<String, String> into, String returned) {
        String name = variable.text();
        if (!reading.isVariable(name, variable.position())) return false;
        reading.assigned.add(name);
        into.put(name, returned);
        return true;
    }

    private Optional<Step> giveBack(Step.Common common, Fields fields) {
        Map<String, Template> values = new LinkedHashMap<>();
        Optional<YamlNode> node = fields.node("return").filter(value -> !value.isNothing());
        Optional<YamlMap> map =
                node.flatMap(value -> Scalars.map(value, "`return`", reading.problems));
        if (node.isPresent() && map.isEmpty()) return Optional.empty();
        boolean complete = true;
        for (YamlMap.Entry entry : map.map(YamlMap::entries).orElse(List.of())) {
            Type type = reading.returns.get(entry.name());
            if (type == null) {
                reading.error(
                        entry.key().position(),
                        "F020",
                        "\"%s\" is not declared under `returns` of this flow%s"
                                .formatted(
                                        entry.name(),
                                        Nearest.hint(entry.name(), reading.returns.keySet())));
                complete = false;
                continue;
            }
            Optional<Template> value = templates.value(entry.value(), "`return`", EnumSet.of(type));
            complete &= value.isPresent();
            value.ifPresent(given -> values.put(entry.name(), given));
        }
        for (String name : reading.returns.keySet()) {
            if (map.isPresent() && map.get().has(name)) continue;
            reading.error(
                    common.position(),
                    "F020",
                    "`return` must give \"%s\", which this flow declares under `returns`"
                            .formatted(name));
            complete = false;
        }
        return complete
                ? Optional.of(new Step.Return(common, Collections.unmodifiableMap(values)))
                : Optional.empty();
    }
}
