package antiphon.ivr.flow;

import antiphon.ivr.expression.Type;
import antiphon.ivr.expression.Values;
import antiphon.ivr.yaml.Nearest;
import antiphon.ivr.yaml.Problem;
import antiphon.ivr.yaml.Problems;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Checks flows together: who calls whom, with what, in which language. Safe for any thread.
public final class FlowChecker {
    /// Deepest chain of calls.
    public static final int CALL_DEPTH_MAX = 8;

    private final Map<String, Flow> flows;
    private final CheckContext context;
    private final Problems problems = new Problems();
    private final CallGraph graph;

    private FlowChecker(Map<String, Flow> flows, CheckContext context) {
        this.flows = new TreeMap<>(flows);
        this.context = context;
        this.graph = new CallGraph(this.flows);
    }

    /// @param flows by name; each was read without errors
    /// @return problems that [FlowParser] could not see in one flow alone
    public static List<Problem> check(Map<String, Flow> flows, CheckContext context) {
        FlowChecker checker = new FlowChecker(flows, context);
        checker.run();
        return checker.problems.all();
    }

    /// Whether only a prompt is missing: the flow can run, and says so where it would play it.
    public static boolean isMissingPrompt(Problem problem) {
        return PromptChecks.isMissing(problem);
    }

    private void run() {
        for (Flow flow : flows.values()) {
            for (Step.Call call : CallGraph.calls(flow)) call(flow, call);
            if (graph.isRoot(flow)) ends(flow);
        }
        graph.circles().forEach(this::circle);
        if (graph.circles().isEmpty()) tooDeep();
        languagesOfCallers();
    }

    private void tooDeep() {
        for (CallGraph.Chain chain : graph.tooDeep(CALL_DEPTH_MAX))
            problems.error(
                    chain.last().position(),
                    "F019",
                    "calls are more than %d deep: %s"
                            .formatted(CALL_DEPTH_MAX, String.join(" → ", chain.names())));
    }

    private void circle(CallGraph.Chain chain) {
        problems.error(
                chain.last().position(),
                "F019",
                "flows call each other in a circle: %s; use `go` inside one flow instead"
                        .formatted(String.join(" → ", chain.names())));
    }

    private void call(Flow caller, Step.Call call) {
        Flow callee = flows.get(call.flow());
        if (callee == null) {
            problems.error(
                    call.position(),
                    "F018",
                    "there is no flow \"%s\"%s"
                            .formatted(call.flow(), Nearest.hint(call.flow(), flows.keySet())));
            return;
        }
        inputs(callee, call);
        returns(caller, callee, call);
    }

    private void inputs(Flow callee, Step.Call call) {
        callee.inputs()
                .forEach((name, type) -> {
                    Template given = call.with().get(name);
                    if (given == null)
                        misfit(
                                call,
                                "the flow \"%s\" needs the input \"%s\" (%s); give it under `with`"
                                        .formatted(callee.name(), name, type.word()));
                    else if (!fits(given, type))
                        misfit(
                                call,
                                "the input \"%s\" of \"%s\" is a %s, but a %s is given"
                                        .formatted(
                                                name,
                                                callee.name(),
                                                type.word(),
                                                given.type().word()));
                });
        for (String name : call.with().keySet()) {
            if (callee.inputs().containsKey(name)) continue;
            misfit(
                    call,
                    "the flow \"%s\" has no input \"%s\"%s"
                            .formatted(
                                    callee.name(),
                                    name,
                                    Nearest.hint(name, callee.inputs().keySet())));
        }
    }

    private static boolean fits(Template given, Type type) {
        if (given instanceof Template.Constant(var constant))
            return Values.as(constant, type).isPresent();
        return given.type() == type || (given.type() == Type.NUMBER && type == Type.TEXT);
    }

    private void returns(Flow caller, Flow callee, Step.Call call) {
        call.into()
                .forEach((variable, returned) -> {
                    Type given = callee.returns().get(returned);
                    Type wanted = typeOf(caller, variable);
                    if (given == null)
                        misfit(
                                call,
                                "the flow \"%s\" returns no \"%s\"%s"
                                        .formatted(
                                                callee.name(),
                                                returned,
                                                Nearest.hint(returned, callee.returns().keySet())));
                    else if (given != wanted && !(given == Type.NUMBER && wanted == Type.TEXT))
                        misfit(
                                call,
                                "\"%s\" is a %s, but the flow \"%s\" returns a %s"
                                        .formatted(
                                                variable,
                                                wanted.word(),
                                                callee.name(),
                                                given.word()));
                });
    }

    private static Type typeOf(Flow flow, String variable) {
        var first = flow.vars().get(variable);
        if (first != null) return first.type();
        return Optional.ofNullable(flow.inputs().get(variable)).orElse(Type.TEXT);
    }

    private void misfit(Step.Call call, String message) {
        problems.error(call.position(), "F020", message);
    }

    /// A flow that nobody calls must say how the call ends.
    private void ends(Flow flow) {
        for (String name : Paths.fallingOff(flow, graph::neverReturns)) {
            Node node = flow.node(name);
            problems.error(
                    node.steps().getLast().position(),
                    "F041",
                    "the node \"%s\" ends here, and nothing says how the call goes on: add go, hang_up or return"
                            .formatted(name));
        }
    }

    /// A called flow speaks the language of the call: it needs the prompts of its callers'
    /// languages too.
    private void languagesOfCallers() {
        for (Flow callee : flows.values()) {
            for (String name : graph.callers(callee)) {
                Flow caller = flows.get(name);
                if (caller == null) continue;
                Set<String> more = new LinkedHashSet<>(caller.languages());
                callee.languages().forEach(more::remove);
                if (more.isEmpty()) continue;
                PromptChecks.languages(
                        callee,
                        more,
                        ", which the calling flow \"" + caller.name() + "\" speaks",
                        new CheckRun(callee, context, problems));
            }
        }
    }
}
