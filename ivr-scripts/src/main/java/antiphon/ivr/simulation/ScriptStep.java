package antiphon.ivr.simulation;

import antiphon.ivr.expression.Expression;
import antiphon.ivr.yaml.Position;
import java.time.Duration;
import java.util.List;

/// One line of a scripted call: something the caller does, or something that must be so.
sealed interface ScriptStep {
    Position position();

    /// These prompts are heard in this order; others may be between them.
    record Hears(List<String> prompts, Position position) implements ScriptStep {}

    /// Nothing is to be heard, and nothing was since the prompt heard last.
    record HearsNothing(Position position) implements ScriptStep {}

    /// Counts from the start of the prompt heard last.
    record After(Duration time, Position position) implements ScriptStep {}

    /// The caller does nothing; counts from the end of what he hears.
    record Silent(Duration time, Position position) implements ScriptStep {}

    record Presses(String keys, Position position) implements ScriptStep {}

    record Speaks(Duration time, Position position) implements ScriptStep {}

    /// The flow enters this node, or is in it. `flow/node`, or the node alone.
    record InNode(String node, Position position) implements ScriptStep {}

    /// A moderator takes the caller out of the room.
    record Removed(Position position) implements ScriptStep {}

    record HangsUp(Position position) implements ScriptStep {}

    /// The server ends the call.
    record Ends(Position position) implements ScriptStep {}

    record Expects(Expression condition, Position position) implements ScriptStep {}
}
