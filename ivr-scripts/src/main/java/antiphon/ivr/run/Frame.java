package antiphon.ivr.run;

import antiphon.ivr.expression.Value;
import antiphon.ivr.flow.Flow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One flow under way: its own variables, its place, and the menus the caller has come through.
/// Owned by the call's thread.
final class Frame {
    /// A step of a node; `index` counts from 0.
    record Place(String node, int index) {}

    private record Visits(int count, long keysPressed) {}

    private final Flow flow;
    private final Map<String, Value> variables;
    private final Deque<Place> menus = new ArrayDeque<>();
    private final Map<String, Visits> visits = new HashMap<>();
    private Place place = new Place(Flow.START, 0);
    private boolean errorHandled;

    Frame(Flow flow, Map<String, Value> inputs) {
        this.flow = flow;
        this.variables = new HashMap<>(flow.vars());
        variables.putAll(inputs);
    }

    Flow flow() {
        return flow;
    }

    @Nullable Value variable(String name) {
        return variables.get(name);
    }

    void assign(String name, Value value) {
        variables.put(name, value);
    }

    Place place() {
        return place;
    }

    void at(Place here) {
        place = here;
    }

    /// Counts a visit.
    ///
    /// @return how often this node was entered since the caller last pressed a key
    int visit(String node, long keysPressed) {
        Visits before = visits.get(node);
        int count = before != null && before.keysPressed() == keysPressed ? before.count() + 1 : 1;
        visits.put(node, new Visits(count, keysPressed));
        return count;
    }

    /// The caller leaves the menu at this place by a key.
    void leftMenu() {
        // Coming back to a menu that he already came through closes the circle.
        while (menus.contains(place)) {
            menus.pop();
        }
        menus.push(place);
    }

    /// The menu he came from, which is left again.
    @Nullable Place lastMenu() {
        return menus.poll();
    }

    /// True the first time only: a second error in the same flow is the server's.
    boolean mayHandleError() {
        boolean first = !errorHandled;
        errorHandled = true;
        return first;
    }
}
