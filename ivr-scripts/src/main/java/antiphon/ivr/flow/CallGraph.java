package antiphon.ivr.flow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Who calls whom.
final class CallGraph {
    private final Map<String, Flow> flows;
    private final Map<String, Set<String>> callers = new HashMap<>();
    private final Map<String, Boolean> neverReturns = new HashMap<>();
    private final List<Chain> circles = new ArrayList<>();
    private final Map<String, Integer> depths = new HashMap<>();

    /// @param names from the first flow to the last one called
    record Chain(List<String> names, Step.Call last) {}

    CallGraph(Map<String, Flow> flows) {
        this.flows = flows;
        for (Flow flow : flows.values())
            for (Step.Call call : calls(flow))
                callers.computeIfAbsent(call.flow(), _ -> new TreeSet<>()).add(flow.name());
    }

    static List<Step.Call> calls(Flow flow) {
        List<Step.Call> calls = new ArrayList<>();
        for (Step step : StepWalk.of(flow)) if (step instanceof Step.Call call) calls.add(call);
        return calls;
    }

    /// All flows from which this one can be reached, by name.
    Set<String> callers(Flow flow) {
        Set<String> all = new TreeSet<>();
        List<String> open = new ArrayList<>(List.of(flow.name()));
        while (!open.isEmpty())
            for (String caller : callers.getOrDefault(open.removeLast(), Set.of()))
                if (all.add(caller)) open.add(caller);
        return all;
    }

    /// Nobody calls it, and it is not made to be called.
    boolean isRoot(Flow flow) {
        return !callers.containsKey(flow.name())
                && flow.inputs().isEmpty()
                && flow.returns().isEmpty();
    }

    /// Whether a flow always ends the call: no `return`, no node that falls off its end.
    boolean neverReturns(String name) {
        Flow flow = flows.get(name);
        if (flow == null) return false;
        Boolean known = neverReturns.get(name);
        if (known != null) return known;
        // In a circle of calls, which is an error anyway.
        neverReturns.put(name, false);
        boolean returns = StepWalk.of(flow).stream().anyMatch(step -> step instanceof Step.Return);
        boolean never = !returns && Paths.fallingOff(flow, this::neverReturns).isEmpty();
        neverReturns.put(name, never);
        return never;
    }

    List<Chain> circles() {
        for (Flow flow : flows.values())
            if (!depths.containsKey(flow.name())) depth(flow, new ArrayList<>());
        return circles;
    }

    /// One chain for each root that calls deeper than this. Of use only where there are no circles.
    List<Chain> tooDeep(int depthMax) {
        List<Chain> chains = new ArrayList<>();
        for (Flow flow : flows.values())
            if (isRoot(flow) && depths.getOrDefault(flow.name(), 0) > depthMax)
                deepest(flow, depthMax).ifPresent(chains::add);
        return chains;
    }

    private Optional<Chain> deepest(Flow root, int depthMax) {
        List<String> names = new ArrayList<>(List.of(root.name()));
        Optional<Step.Call> last = Optional.empty();
        while (names.size() <= depthMax + 1) {
            Flow flow = flows.get(names.getLast());
            last = flow == null ? Optional.empty() : calls(flow).stream().max(byDepth());
            if (last.isEmpty()) return Optional.empty();
            names.add(last.get().flow());
        }
        return last.map(call -> new Chain(names, call));
    }

    private Comparator<Step.Call> byDepth() {
        return Comparator.comparingInt(call -> depths.getOrDefault(call.flow(), 0));
    }

    /// How many calls lie below a flow; notes circles on the way.
    private int depth(Flow flow, List<String> path) {
        path.add(flow.name());
        int depth = 0;
        for (Step.Call call : calls(flow)) {
            Flow callee = flows.get(call.flow());
            if (callee == null) continue;
            int seen = path.indexOf(callee.name());
            if (seen >= 0) {
                List<String> names = new ArrayList<>(path.subList(seen, path.size()));
                names.add(callee.name());
                circles.add(new Chain(names, call));
                continue;
            }
            Integer below = depths.get(callee.name());
            depth = Math.max(depth, 1 + (below != null ? below : depth(callee, path)));
        }
        path.removeLast();
        depths.put(flow.name(), depth);
        return depth;
    }
}
