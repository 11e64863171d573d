package antiphon.ivr.flow;

import antiphon.ivr.expression.Type;
import antiphon.ivr.yaml.Fields;
import antiphon.ivr.yaml.YamlNode;
import antiphon.ivr.yaml.YamlScalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/// Reads the steps that play, record, connect: `play`, `record`, `voicemail`, `mailbox`,
/// `conference`, `music`, `echo`, `wait`.
final class SoundSteps {
    /// A `record` without limits of its own: long enough for a name or an answer.
    private static final Step.RecordingLimits RECORD_LIMITS =
            new Step.RecordingLimits(
                    Duration.ofMinutes(2), Duration.ofMillis(500), Optional.empty());

    private static final Step.RecordingLimits VOICEMAIL_LIMITS =
            new Step.RecordingLimits(
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(1),
                    Optional.of(Duration.ofSeconds(10)));

    private final Reading reading;
    private final TemplateReader templates;
    private final PromptReader prompts;
    private final KeyReader keys;
    private final KeyMapReader keyMaps;
    private final TargetReader targets;

    SoundSteps(
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

    Optional<Step> play(Step.Common common, Fields fields) {
        boolean bargeIn = TimingReader.bargeIn(reading.timing, fields);
        return prompts.optional(fields, "play").map(items -> new Step.Play(common, items, bargeIn));
    }

    Optional<Step> record(Step.Common common, Fields fields) {
        Optional<String> variable = fields.text("record");
        boolean known =
                variable.isPresent() && isRecording(variable.get(), fields.node("record").get());
        Optional<Prompts> question = prompts.optional(fields, "prompt");
        boolean beep = fields.bool("beep").orElse(true);
        Step.RecordingLimits limits = limits(fields, RECORD_LIMITS);
        Optional<Character> endKey = keys.keyOrNone(fields, "end_key", Optional.of('#'));
        Optional<Target> onEmpty = targets.optional(fields, "on_empty");
        boolean bargeIn = TimingReader.bargeIn(reading.timing, fields);
        if (!known) return Optional.empty();
        return Optional.of(
                new Step.Recording(
                        common, variable.get(), question, beep, limits, endKey, onEmpty, bargeIn));
    }

    private boolean isRecording(String name, YamlNode node) {
        if (!reading.isVariable(name, node.position())) return false;
        reading.assigned.add(name);
        Type type = reading.variables.get(name);
        if (type == Type.RECORDING) return true;
        reading.error(
                node.position(),
                "F014",
                "a recording goes into a variable that begins as `none`, but \"%s\" is a %s"
                        .formatted(name, type == null ? "" : type.word()));
        return false;
    }

    private Step.RecordingLimits limits(Fields fields, Step.RecordingLimits usual) {
        Duration max =
                fields.duration("max", Duration.ofSeconds(1), Limits.RECORDING_MAX)
                        .orElse(usual.max());
        Duration min = fields.duration("min", Duration.ZERO, max).orElse(usual.min());
        boolean none =
                fields.node("silence")
                        .filter(node ->
                                node instanceof YamlScalar word && word.text().equals("none"))
                        .isPresent();
        Optional<Duration> silence =
                none
                        ? Optional.empty()
                        : fields.duration(
                                        "silence",
                                        Duration.ofMillis(500),
                                        Limits.RECORDING_SILENCE_MAX)
                                .or(usual::silence);
        return new Step.RecordingLimits(max, min.compareTo(max) > 0 ? max : min, silence);
    }

    Optional<Step> voicemail(Step.Common common, Fields fields) {
        List<YamlNode> nodes = fields.oneOrMore("voicemail");
        List<Template> boxes = new ArrayList<>();
        for (YamlNode node : nodes) templates.text(node, "`voicemail`").ifPresent(boxes::add);
        if (nodes.isEmpty() || nodes.size() > Limits.BOXES_MAX) {
            reading.error(
                    fields.node("voicemail").map(YamlNode::position).orElse(fields.position()),
                    "F008",
                    "`voicemail` takes 1 to %d boxes, found %d"
                            .formatted(Limits.BOXES_MAX, nodes.size()));
            return Optional.empty();
        }
        Step.Greeting greeting = greeting(fields);
        Step.RecordingLimits limits = limits(fields, VOICEMAIL_LIMITS);
        Optional<Character> endKey = keys.keyOrNone(fields, "end_key", Optional.of('#'));
        boolean review = fields.bool("review").orElse(false);
        KeyMap keyMap = keyMaps.read(fields, false).orElse(KeyMap.empty());
        Optional<Target> onEmpty = targets.optional(fields, "on_empty");
        Optional<Target> onRefused = targets.optional(fields, "on_refused");
        boolean bargeIn = TimingReader.bargeIn(reading.timing, fields);
        if (boxes.size() < nodes.size()) return Optional.empty();
        return Optional.of(
                new Step.Voicemail(
                        common,
                        List.copyOf(boxes),
                        greeting,
                        limits,
                        endKey,
                        review,
                        keyMap,
                        onEmpty,
                        onRefused,
                        bargeIn));
    }

    private Step.Greeting greeting(Fields fields) {
        Optional<YamlNode> node = fields.node("greeting");
        if (node.isEmpty()) return new Step.Greeting.ByReason();
        if (node.get() instanceof YamlScalar word) {
            if (word.text().equals("busy")) return new Step.Greeting.Busy();
            if (word.text().equals("unavailable")) return new Step.Greeting.Unavailable();
        }
        return prompts.optional(fields, "greeting")
                .<Step.Greeting>map(Step.Greeting.Spoken::new)
                .orElseGet(Step.Greeting.ByReason::new);
    }

    Optional<Step> mailbox(Step.Common common, Fields fields) {
        Optional<YamlNode> node = fields.node("mailbox").filter(value -> !value.isNothing());
        Optional<Template> box = node.flatMap(value -> templates.text(value, "`mailbox`"));
        if (node.isPresent() && box.isEmpty()) return Optional.empty();
        return Optional.of(new Step.Mailbox(common, box));
    }

    Optional<Step> conference(Step.Common common, Fields fields) {
        Optional<Template> room =
                fields.node("conference").flatMap(node -> templates.text(node, "`conference`"));
        Optional<Template> role = fields.node("role").flatMap(node -> role(node));
        Optional<Template> announce =
                fields.node("announce")
                        .flatMap(node ->
                                templates.value(node, "`announce`", EnumSet.of(Type.RECORDING)));
        boolean waits = fields.word("wait_for", List.of("moderator")).isPresent();
        Optional<String> music = fields.text("music");
        Optional<Target> onFull = targets.optional(fields, "on_full");
        Optional<Target> onLocked = targets.optional(fields, "on_locked");
        Optional<Target> onRemoved = targets.optional(fields, "on_removed");
        return room.map(name ->
                new Step.Conference(
                        common, name, role, announce, waits, music, onFull, onLocked, onRemoved));
    }

    private Optional<Template> role(YamlNode node) {
        Optional<Template> role = templates.text(node, "`role`");
        if (role.isPresent()
                && role.get() instanceof Template.Constant(var constant)
                && !List.of("moderator", "participant").contains(constant.text()))
            reading.error(
                    node.position(),
                    "Y019",
                    "`role` must be moderator or participant, found " + node.describe());
        return role;
    }

    Optional<Step> music(Step.Common common, Fields fields) {
        Optional<Template> musicClass =
                fields.node("music").flatMap(node -> templates.text(node, "`music`"));
        Optional<Duration> length = length(fields);
        boolean bargeIn = TimingReader.bargeIn(reading.timing, fields);
        return musicClass.map(name -> new Step.Music(common, name, length, bargeIn));
    }

    Optional<Step> echo(Step.Common common, Fields fields) {
        fields.node("echo")
                .filter(node -> !node.isNothing())
                .ifPresent(node ->
                        reading.error(
                                node.position(),
                                "Y015",
                                "`echo` takes no value; write `- echo`, or `{echo: , for: 30s}`"));
        return Optional.of(
                new Step.Echo(
                        common, length(fields), TimingReader.bargeIn(reading.timing, fields)));
    }

    private Optional<Duration> length(Fields fields) {
        return fields.duration("for", Duration.ofSeconds(1), Limits.MUSIC_MAX);
    }

    Optional<Step> waiting(Step.Common common, Fields fields) {
        return fields.duration("wait", Limits.TIMER_MIN, Limits.WAIT_MAX)
                .map(length -> new Step.Wait(common, length));
    }
}
