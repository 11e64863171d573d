package antiphon.ivr.flow;

import antiphon.ivr.yaml.Position;
import java.util.List;

/// A named list of steps, done from the first to the last. Falling off the end returns from a
/// sub-flow; a flow that nobody called hangs up there.
public record Node(String name, List<Step> steps, Position position) {}
