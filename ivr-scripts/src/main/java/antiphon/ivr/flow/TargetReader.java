package antiphon.ivr.flow;

import antiphon.ivr.yaml.Fields;
import antiphon.ivr.yaml.Nearest;
import antiphon.ivr.yaml.Scalars;
import antiphon.ivr.yaml.YamlList;
import antiphon.ivr.yaml.YamlNode;
import antiphon.ivr.yaml.YamlScalar;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Reads where an outcome leads: a node, `again`, `back`, `hang_up`, or steps done in place.
final class TargetReader {
    private final Reading reading;
    private final BiFunction<YamlList, String, Optional<List<Step>>> steps;

    /// @param steps reads a list of steps
    TargetReader(Reading reading, BiFunction<YamlList, String, Optional<List<Step>>> steps) {
        this.reading = reading;
        this.steps = steps;
    }

    Optional<Target> optional(Fields fields, String key) {
        return fields.node(key).flatMap(node -> target(node, fields.what(key)));
    }

    Optional<Target> target(YamlNode node, String what) {
        if (node instanceof YamlList list) return steps.apply(list, what).map(Target.Inline::new);
        return jump(node, what);
    }

    /// A target without steps of its own, as `go` has it.
    Optional<Target> jump(YamlNode node, String what) {
        if (!(node instanceof YamlScalar scalar) || scalar.isNothing()) {
            Scalars.wrongType(
                    node,
                    what,
                    "a node's name, again, back, hang_up, or a list of steps",
                    reading.problems);
            return Optional.empty();
        }
        return switch (scalar.text()) {
            case Names.BACK -> Optional.of(new Target.Back());
            case Names.HANG_UP -> Optional.of(new Target.HangUp());
            case Names.AGAIN -> again(scalar, what);
            default -> node(scalar, what);
        };
    }

    private Optional<Target> again(YamlScalar scalar, String what) {
        if (reading.inMenu) return Optional.of(new Target.Again());
        reading.error(
                scalar.position(),
                "F048",
                "%s: `again` has a meaning only inside the keys of a menu; name the node to go to"
                        .formatted(what));
        return Optional.empty();
    }

    private Optional<Target> node(YamlScalar scalar, String what) {
        String name = scalar.text();
        if (reading.nodeNames.contains(name))
            return Optional.of(new Target.ToNode(name, scalar.position()));
        String hint = Nearest.hint(name, reading.nodeNames);
        if (name.contains("${")) hint = "; a target is fixed: use `choose` to decide between nodes";
        reading.error(
                scalar.position(),
                "F011",
                "%s leads to the node %s, which does not exist%s"
                        .formatted(what, scalar.describe(), hint));
        return Optional.empty();
    }
}
