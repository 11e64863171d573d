package antiphon.ivr.flow;

import antiphon.ivr.expression.Type;
import antiphon.ivr.expression.Types;
import antiphon.ivr.expression.Value;
import antiphon.ivr.yaml.Fields;
import antiphon.ivr.yaml.Nearest;
import antiphon.ivr.yaml.Problems;
import antiphon.ivr.yaml.Scalars;
import antiphon.ivr.yaml.YamlList;
import antiphon.ivr.yaml.YamlMap;
import antiphon.ivr.yaml.YamlNode;
import antiphon.ivr.yaml.YamlScalar;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the top of a flow and its nodes. One reader, one flow, one thread.
final class FlowReader {
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");

    private final Reading reading;
    private final Problems problems;
    private final StepReader steps;

    FlowReader(CheckContext context, Problems problems) {
        this.problems = problems;
        this.reading = new Reading(context, problems);
        this.steps = new StepReader(reading);
    }

    Optional<Flow> read(String name, YamlMap map) {
        Fields fields = new Fields(map, "the flow", problems);
        String title =
                fields.required("title", "title: Main menu").isPresent()
                        ? fields.text("title").orElse("")
                        : "";
        reading.languages = languages(fields);
        ZoneId timezone = timezone(fields);
        Timing timing = defaults(fields, reading.timing);
        reading.timing = timing;
        Map<String, Value> vars = new VariableReader(reading).vars(fields, map);
        reading.types = Types.of(reading.variables);
        Optional<YamlMap> nodes =
                fields.required("nodes", "nodes: {start: [{play: welcome}, hang_up]}")
                        .flatMap(_ -> fields.map("nodes"));
        nodes.ifPresent(this::nodeNames);
        Optional<Target> onError = steps.targets().optional(fields, "on_error");
        List<Step> onHangUp = onHangUp(fields);
        fields.refuseOthers();
        Map<String, Node> read = nodes.map(this::nodes).orElse(Map.of());
        if (nodes.isEmpty() || read.size() < nodes.get().entries().size()) return Optional.empty();
        unusedVariables(vars, fields);
        return Optional.of(
                new Flow(
                        name,
                        title,
                        reading.languages,
                        timezone,
                        timing,
                        onError,
                        onHangUp,
                        Collections.unmodifiableMap(vars),
                        inputs(),
                        Collections.unmodifiableMap(new LinkedHashMap<>(reading.returns)),
                        read,
                        map.position()));
    }

    private Map<String, Type> inputs() {
        Map<String, Type> inputs = new LinkedHashMap<>();
        reading.variables.forEach((name, type) -> {
            if (reading.inputs.contains(name)) inputs.put(name, type);
        });
        return Collections.unmodifiableMap(inputs);
    }

    private List<String> languages(Fields fields) {
        Optional<YamlNode> node = fields.required("languages", "languages: [en]");
        List<String> languages = new ArrayList<>();
        for (YamlNode item : fields.oneOrMore("languages")) {
            Optional<String> tag = Scalars.text(item, "`languages`", problems);
            if (tag.isEmpty()) continue;
            if (!LANGUAGE.matcher(tag.get()).matches())
                problems.error(
                        item.position(),
                        "F007",
                        "%s is no language tag; write en, de or de-AT".formatted(item.describe()));
            else if (languages.contains(tag.get()))
                problems.error(
                        item.position(),
                        "F007",
                        "the language %s stands twice".formatted(tag.get()));
            else languages.add(tag.get());
        }
        boolean amountWrong = languages.size() > Limits.LANGUAGES_MAX;
        if (node.isPresent() && node.get() instanceof YamlList list)
            amountWrong |= list.items().isEmpty();
        if (amountWrong)
            problems.error(
                    node.orElseThrow().position(),
                    "F007",
                    "a flow has 1 to %d languages".formatted(Limits.LANGUAGES_MAX));
        return List.copyOf(languages);
    }

    private ZoneId timezone(Fields fields) {
        Optional<String> name = fields.text("timezone");
        if (name.isEmpty()) return ZoneOffset.UTC;
        try {
            if (ZoneId.getAvailableZoneIds().contains(name.get())) return ZoneId.of(name.get());
        } catch (DateTimeException _) {
            // Said below.
        }
        problems.error(
                fields.node("timezone").orElseThrow().position(),
                "F007",
                "\"%s\" is no time zone; write it like Europe/Berlin%s"
                        .formatted(
                                name.get(),
                                Nearest.hint(name.get(), ZoneId.getAvailableZoneIds())));
        return ZoneOffset.UTC;
    }

    private Timing defaults(Fields fields, Timing outer) {
        Optional<YamlMap> map = fields.map("defaults");
        if (map.isEmpty()) return outer;
        Fields inner = new Fields(map.get(), "defaults", problems);
        Timing timing = TimingReader.over(outer, inner);
        inner.refuseOthers();
        return timing;
    }

    private void nodeNames(YamlMap nodes) {
        for (YamlMap.Entry entry : nodes.entries()) {
            reading.nodeNames.add(entry.name());
            if (Names.TARGET_WORDS.contains(entry.name()))
                problems.error(
                        entry.key().position(),
                        "F009",
                        "a node can not be called \"%s\": as a target that word has a meaning of its own"
                                .formatted(entry.name()));
            else if (!Names.NAME.matcher(entry.name()).matches())
                problems.error(
                        entry.key().position(),
                        "F009",
                        "%s is no name of a node: small letters, digits, - and _, 64 at most"
                                .formatted(entry.key().describe()));
        }
        if (!nodes.has(Flow.START))
            problems.error(
                    nodes.position(),
                    "F010",
                    "there is no node `start`, where every call begins%s"
                            .formatted(Nearest.hint(Flow.START, nodes.names())));
        if (nodes.entries().size() > Limits.NODES_MAX)
            problems.error(
                    nodes.position(),
                    "F008",
                    "the flow has %d nodes, the limit is %d"
                            .formatted(nodes.entries().size(), Limits.NODES_MAX));
    }

    private Map<String, Node> nodes(YamlMap map) {
        Map<String, Node> nodes = new LinkedHashMap<>();
        for (YamlMap.Entry entry : map.entries())
            node(entry).ifPresent(node -> nodes.put(entry.name(), node));
        return Collections.unmodifiableMap(nodes);
    }

    private Optional<Node> node(YamlMap.Entry entry) {
        reading.node = entry.name();
        reading.stepNumber = 0;
        Timing outer = reading.timing;
        YamlNode body = entry.value();
        String what = "the node \"" + entry.name() + "\"";
        if (body instanceof YamlMap map) {
            Fields fields = new Fields(map, what, problems);
            reading.timing = defaults(fields, outer);
            body = fields.required("steps", "steps: [{play: welcome}]").orElse(body);
            fields.refuseOthers();
        }
        Optional<List<Step>> read = Optional.empty();
        if (body instanceof YamlList list) read = steps.steps(list, what);
        else if (!(body instanceof YamlMap))
            Scalars.wrongType(body, what, "a list of steps, or {defaults: …, steps: …}", problems);
        reading.timing = outer;
        return read.map(list -> new Node(entry.name(), list, entry.key().position()));
    }

    private List<Step> onHangUp(Fields fields) {
        reading.node = "";
        reading.stepNumber = 0;
        return fields.list("on_hang_up")
                .flatMap(list -> steps.steps(list, "`on_hang_up`"))
                .map(List::copyOf)
                .orElse(List.of());
    }

    private void unusedVariables(Map<String, Value> vars, Fields fields) {
        Optional<YamlMap> declared = fields.map("vars");
        for (String name : vars.keySet()) {
            boolean isRead = reading.read.contains(name);
            boolean isAssigned = reading.assigned.contains(name);
            String why;
            if (!isRead) why = isAssigned ? "is assigned, but nothing reads it" : "is never used";
            else if (!isAssigned && reading.variables.get(name) == Type.RECORDING)
                why = "is read, but no `record` fills it: it stays none";
            else continue;
            YamlScalar key = declared.flatMap(map -> map.entry(name)).orElseThrow().key();
            problems.warning(key.position(), "F015", "the variable \"%s\" %s".formatted(name, why));
        }
    }
}
