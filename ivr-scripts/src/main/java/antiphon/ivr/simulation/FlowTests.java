package antiphon.ivr.simulation;

import antiphon.ivr.expression.EvaluationFailed;
import antiphon.ivr.expression.Expression;
import antiphon.ivr.expression.Expressions;
import antiphon.ivr.flow.Flow;
import antiphon.ivr.run.FlowRelease;
import antiphon.ivr.simulation.FlowTest.Callers;
import antiphon.ivr.yaml.Problem;
import antiphon.ivr.yaml.Problems;
import antiphon.signaling.CallRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Runs `*.test.yaml`: simulated calls through a release of flows, on a virtual clock.
public final class FlowTests {
    /// One test that was run.
    ///
    /// @param fault why it failed, with the ladder of the call; empty: passed
    public record Result(String name, Optional<String> fault, int calls) {
        public boolean passed() {
            return fault.isEmpty();
        }
    }

    /// @param problems of the file itself; with errors among them nothing was run
    public record Report(List<Problem> problems, List<Result> results) {
        public boolean passed() {
            return problems.stream().noneMatch(Problem::isError)
                    && results.stream().allMatch(Result::passed);
        }
    }

    private final FlowRelease release;
    private final Expressions expressions;

    public FlowTests(FlowRelease release, Expressions expressions) {
        this.release = release;
        this.expressions = expressions;
    }

    /// @param file as messages name it
    public Report run(String file, String text) {
        Problems problems = new Problems();
        Optional<FlowTestParser.Suite> suite =
                new FlowTestParser(expressions, problems).parse(file, text);
        List<Result> results = new ArrayList<>();
        if (suite.isPresent()) {
            String name = suite.get().flow();
            Optional<Flow> flow = release.flow(name);
            for (FlowTest test : suite.get().tests()) {
                results.add(
                        flow.map(one -> run(test, one))
                                .orElseGet(() ->
                                        new Result(
                                                test.name(), Optional.of("no flow " + name), 0)));
            }
        }
        return new Report(problems.all(), results);
    }

    private Result run(FlowTest test, Flow flow) {
        return switch (test.callers()) {
            case Callers.Script script -> new Result(test.name(), scripted(test, flow, script), 1);
            case Callers.Monkeys monkeys ->
                    new Result(test.name(), monkeys(test, flow, monkeys), monkeys.calls());
        };
    }

    private Optional<String> scripted(FlowTest test, Flow flow, Callers.Script script) {
        SimWorld world = test.with().world(test);
        SimScope scope = new SimScope(world);
        ScriptedCaller caller = new ScriptedCaller(script.steps(), test.strict(), scope);
        SimCall call = call(test, flow, caller, world, 1);
        Simulation simulation = new Simulation(call, release, world);
        scope.looksAt(call, simulation);
        simulation.run(flow);
        caller.flowEnded(call);
        return caller.fault().map(fault -> fault + "\n" + call.ladder().text());
    }

    private Optional<String> monkeys(FlowTest test, Flow flow, Callers.Monkeys monkeys) {
        SplittableRandom seeds = new SplittableRandom(monkeys.seed());
        for (int number = 1; number <= monkeys.calls(); number++) {
            SimWorld world = test.with().world(test);
            MonkeyCaller caller = new MonkeyCaller(monkeys.habits(), seeds.split());
            SimCall call = call(test, flow, caller, world, number);
            Simulation simulation = new Simulation(call, release, world);
            simulation.run(flow);
            SimScope scope = new SimScope(world);
            scope.looksAt(call, simulation);
            Optional<String> fault = broken(monkeys.always(), scope, world);
            if (fault.isPresent()) {
                String where = monkeys.position() + ": call " + number + " of the monkey";
                return Optional.of(where + ": " + fault.get() + "\n" + call.ladder().text());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> broken(
            Optional<Expression> always, SimScope scope, SimWorld world) {
        if (world.strayRecordings() > 0) {
            return Optional.of("a recording was neither kept nor thrown away");
        }
        try {
            return always.filter(condition -> !condition.holds(scope))
                    .map(condition -> condition.source() + " is not so");
        } catch (EvaluationFailed e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static SimCall call(
            FlowTest test, Flow flow, Caller caller, SimWorld world, int number) {
        Instant at = test.at().atZone(flow.timezone()).toInstant();
        return new SimCall("call-" + number, request(test, flow), at, caller, world);
    }

    private static CallRequest request(FlowTest test, Flow flow) {
        String user = "ivr-" + flow.name();
        return new CallRequest(
                "sip:" + user + "@antiphon.invalid",
                user,
                Map.of(),
                test.from(),
                null,
                user,
                "simulated",
                "127.0.0.1:5060",
                test.headers());
    }
}
