package antiphon.ivr.simulation;

import antiphon.ivr.expression.Expression;
import antiphon.ivr.expression.Expressions;
import antiphon.ivr.simulation.FlowTest.Box;
import antiphon.ivr.simulation.FlowTest.Callers;
import antiphon.ivr.simulation.FlowTest.Room;
import antiphon.ivr.simulation.FlowTest.With;
import antiphon.ivr.yaml.Fields;
import antiphon.ivr.yaml.Problems;
import antiphon.ivr.yaml.Scalars;
import antiphon.ivr.yaml.YamlList;
import antiphon.ivr.yaml.YamlMap;
import antiphon.ivr.yaml.YamlNode;
import antiphon.ivr.yaml.YamlReader;
import antiphon.ivr.yaml.YamlScalar;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads `NAME.test.yaml`. One parser, one thread.
final class FlowTestParser {
    private static final LocalDateTime SOME_WORKING_DAY = LocalDateTime.of(2026, 11, 24, 10, 0);
    private static final int MESSAGES_MAX = 1000;
    private static final int CALLS_MAX = 1_000_000;
    private static final Duration TIME_MAX = Duration.ofHours(2);
    private static final Pattern KEYS = Pattern.compile("[0-9*#A-D]{1,64}");
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,2}|100)%");

    /// A file of tests.
    record Suite(String flow, List<FlowTest> tests) {}

    private final Expressions expressions;
    private final Problems problems;

    FlowTestParser(Expressions expressions, Problems problems) {
        this.expressions = expressions;
        this.problems = problems;
    }

    Optional<Suite> parse(String file, String text) {
        Optional<YamlMap> root =
                YamlReader.read(file, text, problems)
                        .flatMap(node -> Scalars.map(node, "the file", problems));
        if (root.isEmpty()) {
            return Optional.empty();
        }
        Fields fields = new Fields(root.get(), "the test file", problems);
        Optional<String> flow = fields.required("flow", "main").flatMap(_ -> fields.text("flow"));
        List<FlowTest> tests = new ArrayList<>();
        fields.required("tests", "- name: …");
        fields.list("tests")
                .ifPresent(list -> list.items().forEach(item -> test(item).ifPresent(tests::add)));
        fields.refuseOthers();
        return problems.hasErrors() ? Optional.empty() : flow.map(name -> new Suite(name, tests));
    }

    private Optional<FlowTest> test(YamlNode node) {
        Optional<YamlMap> map = Scalars.map(node, "a test", problems);
        if (map.isEmpty()) {
            return Optional.empty();
        }
        Fields fields = new Fields(map.get(), "the test", problems);
        String name =
                fields.required("name", "Silence, then 2")
                        .flatMap(_ -> fields.text("name"))
                        .orElse("");
        LocalDateTime at = fields.node("at").map(this::time).orElse(SOME_WORKING_DAY);
        String from = fields.text("from").orElse("1002");
        Map<String, List<String>> headers = new HashMap<>();
        texts(fields, "headers")
                .forEach((header, value) ->
                        headers.put(header.toLowerCase(Locale.ROOT), List.of(value)));
        boolean strict = fields.bool("strict").orElse(false);
        With with = fields.map("with").map(this::with).orElse(With.NOTHING);
        Optional<Callers> callers = callers(fields);
        fields.refuseOthers();
        return callers.map(
                who -> new FlowTest(name, at, from, headers, strict, with, who, fields.position()));
    }

    private LocalDateTime time(YamlNode node) {
        try {
            return Scalars.text(node, "`at`", problems)
                    .map(LocalDateTime::parse)
                    .orElse(SOME_WORKING_DAY);
        } catch (DateTimeParseException _) {
            problems.error(
                    node.position(),
                    "T001",
                    "`at` must be a date and a time such as 2026-11-24T10:00, found "
                            + node.describe());
            return SOME_WORKING_DAY;
        }
    }

    private Optional<Callers> callers(Fields fields) {
        Optional<YamlMap> monkey = fields.map("monkey");
        Optional<YamlList> call = fields.list("call");
        Optional<YamlNode> always = fields.node("always");
        if (monkey.isPresent() == call.isPresent()) {
            problems.error(fields.position(), "T002", "a test has either `call` or `monkey` in it");
            return Optional.empty();
        }
        if (call.isPresent()) {
            List<ScriptStep> steps = new ArrayList<>();
            call.get().items().forEach(item -> step(item).ifPresent(steps::add));
            return Optional.of(new Callers.Script(steps));
        }
        Fields habits = new Fields(monkey.get(), "monkey", problems);
        int calls = habits.number("calls", 1, CALLS_MAX).orElse(1000);
        int seed = habits.number("seed", 0, Integer.MAX_VALUE).orElse(1);
        String keys = habits.node("keys").map(this::keys).orElse("0123456789*#");
        double silence = habits.node("silence").map(this::share).orElse(0.3);
        double hangUp = habits.node("hang_up").map(this::share).orElse(0.05);
        habits.refuseOthers();
        return Optional.of(
                new Callers.Monkeys(
                        calls,
                        seed,
                        new MonkeyCaller.Habits(keys, silence, hangUp),
                        always.flatMap(this::expression),
                        fields.position()));
    }

    private double share(YamlNode node) {
        String text = Scalars.text(node, "a share", problems).orElse("0%");
        if (!PERCENT.matcher(text).matches()) {
            problems.error(
                    node.position(),
                    "T003",
                    "must be a share from 0% to 100%, found " + node.describe());
            return 0;
        }
        return Integer.parseInt(text.substring(0, text.length() - 1)) / 100.0;
    }

    private String keys(YamlNode node) {
        String text = Scalars.text(node, "`presses`", problems).orElse("");
        String keys =
                switch (text) {
                    case "star" -> "*";
                    case "pound" -> "#";
                    default -> text;
                };
        if (!KEYS.matcher(keys).matches()) {
            problems.error(
                    node.position(),
                    "T004",
                    "must be keys: 0-9, A-D, * and # in quotes, or star, pound; found "
                            + node.describe());
            return "0";
        }
        return keys;
    }

    private Optional<Expression> expression(YamlNode node) {
        Optional<String> text = Scalars.text(node, "the condition", problems);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return switch (expressions.compile(text.get(), SimScope.TYPES)) {
            case Expressions.Ready(Expression expression) -> Optional.of(expression);
            case Expressions.Refused(List<Expressions.Fault> faults) -> {
                for (Expressions.Fault fault : faults) {
                    var place =
                            node instanceof YamlScalar scalar
                                    ? scalar.at(fault.offset())
                                    : node.position();
                    problems.error(place, "T005", fault.message());
                }
                yield Optional.empty();
            }
        };
    }

    private With with(YamlMap map) {
        Fields fields = new Fields(map, "with", problems);
        List<Box> boxes = new ArrayList<>();
        entries(fields, "mailboxes", (name, value) -> boxes.add(box(name, value)));
        List<Room> rooms = new ArrayList<>();
        entries(
                fields,
                "rooms",
                (name, value) ->
                        rooms.add(
                                new Room(
                                        name,
                                        value.bool("locked").orElse(false),
                                        value.bool("full").orElse(false))));
        Map<String, String> settings = texts(fields, "settings");
        List<String> music = new ArrayList<>();
        fields.oneOrMore("music")
                .forEach(item ->
                        Scalars.text(item, "a music class", problems).ifPresent(music::add));
        boolean diskFull = fields.bool("disk_full").orElse(false);
        fields.refuseOthers();
        return new With(boxes, rooms, settings, music, diskFull);
    }

    private Box box(String number, Fields fields) {
        return new Box(
                number,
                fields.text("pin"),
                fields.number("messages", 0, MESSAGES_MAX).orElse(0),
                fields.number("saved", 0, MESSAGES_MAX).orElse(0));
    }

    private interface EntryReader {
        void read(String name, Fields value);
    }

    private void entries(Fields fields, String key, EntryReader reader) {
        fields.map(key)
                .ifPresent(map -> {
                    for (YamlMap.Entry entry : map.entries()) {
                        Scalars.map(entry.value(), entry.name(), problems)
                                .map(value -> new Fields(value, entry.name(), problems))
                                .ifPresent(value -> {
                                    reader.read(entry.name(), value);
                                    value.refuseOthers();
                                });
                    }
                });
    }

    private Map<String, String> texts(Fields fields, String key) {
        Map<String, String> texts = new HashMap<>();
        fields.map(key)
                .ifPresent(map -> {
                    for (YamlMap.Entry entry : map.entries()) {
                        Scalars.text(entry.value(), entry.name(), problems)
                                .ifPresent(text -> texts.put(entry.name(), text));
                    }
                });
        return texts;
    }

    private Optional<ScriptStep> step(YamlNode node) {
        if (node instanceof YamlScalar word) {
            return word(word);
        }
        Optional<YamlMap> map = Scalars.map(node, "a line of `call`", problems);
        if (map.isEmpty()) {
            return Optional.empty();
        }
        Fields fields = new Fields(map.get(), "a line of `call`", problems);
        Optional<ScriptStep> step = step(fields);
        fields.refuseOthers();
        if (step.isEmpty() && !problems.hasErrors()) {
            unknown(node);
        }
        return step;
    }

    private Optional<ScriptStep> word(YamlScalar word) {
        return switch (word.text()) {
            case "hears_nothing" -> Optional.of(new ScriptStep.HearsNothing(word.position()));
            case "hangs_up" -> Optional.of(new ScriptStep.HangsUp(word.position()));
            case "removed" -> Optional.of(new ScriptStep.Removed(word.position()));
            case "ends" -> Optional.of(new ScriptStep.Ends(word.position()));
            default -> {
                unknown(word);
                yield Optional.empty();
            }
        };
    }

    private Optional<ScriptStep> step(Fields fields) {
        var here = fields.position();
        List<String> prompts = new ArrayList<>();
        fields.oneOrMore("hears")
                .forEach(item -> Scalars.text(item, "a prompt", problems).ifPresent(prompts::add));
        Optional<ScriptStep> step =
                prompts.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new ScriptStep.Hears(prompts, here));
        return step.or(() -> time(fields, "after").map(time -> new ScriptStep.After(time, here)))
                .or(() -> time(fields, "silent").map(time -> new ScriptStep.Silent(time, here)))
                .or(() -> time(fields, "speaks").map(time -> new ScriptStep.Speaks(time, here)))
                .or(() ->
                        fields.node("presses")
                                .map(this::keys)
                                .map(keys -> new ScriptStep.Presses(keys, here)))
                .or(() -> fields.text("node").map(name -> new ScriptStep.InNode(name, here)))
                .or(() ->
                        fields.node("expect")
                                .flatMap(this::expression)
                                .map(truth -> new ScriptStep.Expects(truth, here)));
    }

    private Optional<Duration> time(Fields fields, String key) {
        return fields.duration(key, Duration.ZERO, TIME_MAX);
    }

    private void unknown(YamlNode node) {
        problems.error(
                node.position(),
                "T006",
                "a line of `call` is one of hears, hears_nothing, after, silent, presses, speaks,"
                        + " node, removed, hangs_up, ends, expect; found "
                        + node.describe());
    }
}
