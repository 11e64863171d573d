package antiphon.ivr.flow;

import antiphon.ivr.expression.Type;
import antiphon.ivr.expression.Value;
import antiphon.ivr.yaml.Position;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a caller hears and what keys do. Immutable, safe for any thread; checked, so that every
/// name in it leads somewhere.
///
/// @param languages BCP 47 tags; the first is the one a call begins with if it has no other
/// @param timing of the flow itself; steps carry theirs resolved
/// @param onError where an error leads that no step handles; none: the server's own way
/// @param onHangUp runs after the caller has gone; no step in it makes or awaits sound
/// @param vars every variable with its first value, whose type is the variable's type, in the order
///   written
/// @param inputs what a calling flow must give `with:`; read like variables
/// @param returns what a `return` step gives
/// @param nodes in the order written; a call begins at [#START]
public record Flow(
        String name,
        String title,
        List<String> languages,
        ZoneId timezone,
        Timing timing,
        Optional<Target> onError,
        List<Step> onHangUp,
        Map<String, Value> vars,
        Map<String, Type> inputs,
        Map<String, Type> returns,
        Map<String, Node> nodes,
        Position position) {

    /// The node a flow begins with.
    public static final String START = "start";

    public Node start() {
        return node(START);
    }

    /// @throws IllegalArgumentException if there is no such node, which the checker rules out for
    ///   every target of this flow
    public Node node(String nodeName) {
        Node node = nodes.get(nodeName);
        if (node == null) throw new IllegalArgumentException("no node " + nodeName);
        return node;
    }
}
