package antiphon.ivr.flow;

import antiphon.ivr.yaml.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The ways through a flow, from node to node, under one assumption about its caller.
final class Paths {
    /// How a place in a list of steps can be reached.
    private enum Reach {
        NOT,
        /// Only after something that takes time.
        AFTER_PAUSE,
        /// At once.
        AT_ONCE;

        Reach or(Reach other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    /// What is assumed of the caller.
    private enum Caller {
        /// Does whatever leads on; waits and listening steps take time.
        ANY,
        /// Presses no key, ever.
        SILENT
    }

    private final Caller caller;
    private final Predicate<String> neverReturns;

    /// From node to node, with the place of the jump; only jumps that the assumption allows.
    private final Map<String, Map<String, Position>> edges = new LinkedHashMap<>();

    /// Nodes whose end can be reached.
    private final Set<String> fallingOff = new HashSet<>();

    private String node = "";

    private Paths(Flow flow, Caller caller, Predicate<String> neverReturns) {
        this.caller = caller;
        this.neverReturns = neverReturns;
        for (Node each : flow.nodes().values()) {
            node = each.name();
            edges.put(node, new LinkedHashMap<>());
            if (walk(each.steps(), Reach.AT_ONCE) != Reach.NOT) fallingOff.add(node);
        }
    }

    /// Ways that no listening step and no second of waiting interrupts.
    static Paths withoutPause(Flow flow) {
        return new Paths(flow, Caller.ANY, _ -> false);
    }

    /// Ways of a caller who presses nothing.
    static Paths ofSilentCaller(Flow flow) {
        return new Paths(flow, Caller.SILENT, _ -> false);
    }

    /// @param neverReturns whether a called flow always ends the call
    static Set<String> fallingOff(Flow flow, Predicate<String> neverReturns) {
        return Set.copyOf(new Paths(flow, Caller.ANY, neverReturns).fallingOff);
    }

    /// Whether a list of steps never reaches its end.
    static boolean alwaysEnds(Step step) {
        return new Paths(step).ends;
    }

    private boolean ends;

    private Paths(Step step) {
        this.caller = Caller.ANY;
        this.neverReturns = _ -> false;
        edges.put("", new LinkedHashMap<>());
        ends = walk(List.of(step), Reach.AT_ONCE) == Reach.NOT;
    }

    private Reach walk(List<Step> steps, Reach start) {
        Reach reach = start;
        for (Step step : steps) {
            if (reach == Reach.NOT) return reach;
            reach = walk(step, reach);
        }
        return reach;
    }

    private Reach walk(Step step, Reach before) {
        Reach done = pauses(step) ? Reach.AFTER_PAUSE : before;
        if (caller == Caller.SILENT) done = before;
        Reach after = goesOn(step) ? done : Reach.NOT;
        for (StepWalk.Exit exit : StepWalk.exits(step)) {
            if (!isTaken(exit)) continue;
            Reach reach = isImmediate(exit) ? before : done;
            switch (exit.target()) {
                case Target.ToNode(String name, Position position) -> jump(name, position, reach);
                case Target.Inline(List<Step> inline) -> after = after.or(walk(inline, reach));
                case Target.Again _, Target.Back _, Target.HangUp _ -> {}
            }
        }
        return step.common().when().isPresent() ? after.or(before) : after;
    }

    private void jump(String target, Position position, Reach reach) {
        Map<String, Position> from = edges.get(node);
        if (from != null && reach == Reach.AT_ONCE) from.putIfAbsent(target, position);
    }

    /// Errors are not followed: a second one in the same flow leaves it.
    private boolean isTaken(StepWalk.Exit exit) {
        if (exit.name().equals("on_error")) return false;
        return caller == Caller.ANY || !exit.name().startsWith("key ");
    }

    /// Outcomes that come before the step has taken any time.
    private static boolean isImmediate(StepWalk.Exit exit) {
        return switch (exit.name()) {
            case "on_refused", "on_full", "on_locked", "on_locked_out" -> true;
            default -> false;
        };
    }

    /// Whether the next step can follow this one.
    private boolean goesOn(Step step) {
        return switch (step) {
            case Step.Menu _, Step.Go _, Step.HangUp _, Step.Reject _, Step.Return _ -> false;
            case Step.Choose choose ->
                    choose.choices().stream().allMatch(choice -> choice.when().isPresent());
            case Step.Collect _, Step.Pin _, Step.Mailbox _, Step.Conference _ ->
                    caller == Caller.ANY;
            case Step.Music music -> caller == Caller.ANY || music.length().isPresent();
            case Step.Echo echo -> caller == Caller.ANY || echo.length().isPresent();
            case Step.Call call -> caller == Caller.ANY && !neverReturns.test(call.flow());
            case Step.Answer _,
                    Step.Play _,
                    Step.Recording _,
                    Step.Voicemail _,
                    Step.Wait _,
                    Step.Assign _,
                    Step.Language _ ->
                    true;
        };
    }

    private static boolean pauses(Step step) {
        return switch (step) {
            case Step.Menu _,
                    Step.Collect _,
                    Step.Pin _,
                    Step.Recording _,
                    Step.Voicemail _,
                    Step.Mailbox _,
                    Step.Conference _,
                    Step.Music _,
                    Step.Echo _,
                    // What a called flow does is checked there.
                    Step.Call _ ->
                    true;
            case Step.Wait wait -> wait.length().toMillis() >= 1_000;
            case Step.Answer _,
                    Step.Reject _,
                    Step.Play _,
                    Step.Choose _,
                    Step.Go _,
                    Step.Assign _,
                    Step.Language _,
                    Step.HangUp _,
                    Step.Return _ ->
                    false;
        };
    }

    /// A way that comes back to where it began.
    ///
    /// @param nodes the first is the last again
    /// @param closing the jump that closes it
    record Circle(List<String> nodes, Position closing) {
        @Override
        public String toString() {
            return String.join(" → ", nodes);
        }
    }

    /// One circle for each jump back, found from the first node on.
    List<Circle> circles() {
        List<Circle> circles = new ArrayList<>();
        Set<String> done = new HashSet<>();
        for (String start : edges.keySet()) {
            if (done.contains(start)) continue;
            Deque<String> path = new ArrayDeque<>();
            Deque<Iterator<Map.Entry<String, Position>>> open = new ArrayDeque<>();
            path.addLast(start);
            open.addLast(edges.getOrDefault(start, Map.of()).entrySet().iterator());
            while (!open.isEmpty()) {
                if (!open.getLast().hasNext()) {
                    open.removeLast();
                    done.add(path.removeLast());
                    continue;
                }
                Map.Entry<String, Position> edge = open.getLast().next();
                if (path.contains(edge.getKey())) {
                    circles.add(circle(path, edge));
                } else if (!done.contains(edge.getKey())) {
                    path.addLast(edge.getKey());
                    open.addLast(edges.getOrDefault(edge.getKey(), Map.of()).entrySet().iterator());
                }
            }
        }
        return circles;
    }

    private static Circle circle(Deque<String> path, Map.Entry<String, Position> closing) {
        List<String> nodes = new ArrayList<>();
        boolean inside = false;
        for (String node : path) {
            inside |= node.equals(closing.getKey());
            if (inside) nodes.add(node);
        }
        nodes.add(closing.getKey());
        return new Circle(nodes, closing.getValue());
    }
}
