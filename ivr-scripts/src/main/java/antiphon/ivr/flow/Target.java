package antiphon.ivr.flow;

import antiphon.ivr.yaml.Position;
import java.util.List;

/// Where an outcome leads.
public sealed interface Target {

    record ToNode(String node, Position position) implements Target {}

    /// Steps done here; then the flow goes on behind the step they stand in.
    record Inline(List<Step> steps) implements Target {}

    /// The menu whose keys this stands in, anew; no attempt is lost.
    record Again() implements Target {}

    /// The menu the caller came from; hangs up if there is none.
    record Back() implements Target {}

    record HangUp() implements Target {}
}
