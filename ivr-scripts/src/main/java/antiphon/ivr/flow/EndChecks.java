package antiphon.ivr.flow;

import antiphon.ivr.yaml.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Whether every way through a flow leads somewhere and comes to an end.
final class EndChecks {
    private EndChecks() {}

    static void run(CheckRun run) {
        Flow flow = run.flow();
        unreachableNodes(run);
        for (Node node : flow.nodes().values()) deadSteps(node.steps(), run);
        circles(run);
        onHangUp(run);
        for (Step step : StepWalk.of(flow)) {
            outcomes(step, run);
            endless(step, run);
        }
    }

    private static void unreachableNodes(CheckRun run) {
        Flow flow = run.flow();
        Set<String> reached = new HashSet<>();
        Deque<Target> open = new ArrayDeque<>();
        open.push(new Target.ToNode(Flow.START, flow.position()));
        flow.onError().ifPresent(open::push);
        while (!open.isEmpty()) {
            switch (open.pop()) {
                case Target.ToNode(String name, Position _) -> {
                    Node node = flow.nodes().get(name);
                    if (node != null && reached.add(name))
                        open.push(new Target.Inline(node.steps()));
                }
                case Target.Inline(List<Step> steps) -> {
                    for (Step step : steps)
                        for (StepWalk.Exit exit : StepWalk.exits(step)) open.push(exit.target());
                }
                case Target.Again _, Target.Back _, Target.HangUp _ -> {}
            }
        }
        for (Node node : flow.nodes().values()) {
            if (reached.contains(node.name())) continue;
            run.problems()
                    .warning(
                            node.position(),
                            "F012",
                            "nothing leads to the node \"%s\"".formatted(node.name()));
        }
    }

    private static void deadSteps(List<Step> steps, CheckRun run) {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            for (StepWalk.Exit exit : StepWalk.exits(step))
                if (exit.target() instanceof Target.Inline(List<Step> inline))
                    deadSteps(inline, run);
            if (i + 1 == steps.size() || !Paths.alwaysEnds(step)) continue;
            run.problems()
                    .error(
                            steps.get(i + 1).position(),
                            "F045",
                            "this step is never reached: the one in line %d always leads away or ends the call"
                                    .formatted(step.position().line()));
            return;
        }
    }

    private static void circles(CheckRun run) {
        Set<Position> reported = new HashSet<>();
        for (Paths.Circle circle : Paths.withoutPause(run.flow()).circles()) {
            reported.add(circle.closing());
            run.problems()
                    .error(
                            circle.closing(),
                            "F043",
                            "%s goes round without waiting for the caller; put a menu, a collect or `wait: 1s` into it"
                                    .formatted(circle));
        }
        for (Paths.Circle circle : Paths.ofSilentCaller(run.flow()).circles()) {
            if (!reported.add(circle.closing())) continue;
            run.problems()
                    .warning(
                            circle.closing(),
                            "F044",
                            "a caller who presses nothing goes round %s without end; the server stops it at the fourth visit: let `otherwise` lead to a human or hang_up"
                                    .formatted(circle));
        }
    }

    private static void onHangUp(CheckRun run) {
        List<Step> steps = StepWalk.of(run.flow().onHangUp());
        if (steps.size() > Limits.ON_HANG_UP_STEPS_MAX)
            run.problems()
                    .error(
                            steps.getFirst().position(),
                            "F008",
                            "`on_hang_up` has %d steps, the limit is %d"
                                    .formatted(steps.size(), Limits.ON_HANG_UP_STEPS_MAX));
        for (Step step : steps) {
            if (step instanceof Step.Assign || step instanceof Step.Choose) continue;
            run.problems()
                    .error(
                            step.position(),
                            "F046",
                            "the caller is gone: `on_hang_up` may hold `set` and `choose` with `do`, and nothing that is heard, listens or leads elsewhere");
        }
        for (Step step : steps)
            for (StepWalk.Exit exit : StepWalk.exits(step))
                if (exit.target() instanceof Target.ToNode(String name, Position position))
                    run.problems()
                            .error(
                                    position,
                                    "F046",
                                    "the caller is gone: `on_hang_up` can not lead to the node \"%s\""
                                            .formatted(name));
    }

    /// Outcomes without a way become errors; fine if somebody handles errors.
    private static void outcomes(Step step, CheckRun run) {
        if (step.common().onError().isPresent() || run.flow().onError().isPresent()) return;
        switch (step) {
            case Step.Pin pin -> {
                if (pin.onLockedOut().isEmpty()) outcome(pin, "pin", "on_locked_out", run);
            }
            case Step.Voicemail voicemail -> {
                if (voicemail.onRefused().isEmpty()) outcome(step, "voicemail", "on_refused", run);
            }
            case Step.Conference conference -> {
                if (conference.onFull().isEmpty()) outcome(step, "conference", "on_full", run);
                if (conference.onLocked().isEmpty()) outcome(step, "conference", "on_locked", run);
            }
            default -> {}
        }
    }

    private static void outcome(Step step, String verb, String outcome, CheckRun run) {
        run.problems()
                .warning(
                        step.position(),
                        "F049",
                        "%s without `%s`: that outcome raises `error.%s.%s`, and nothing handles errors here"
                                .formatted(verb, outcome, verb, outcome.substring("on_".length())));
    }

    /// Music or echo that no key ends, in a list that goes on behind it.
    private static void endless(Step step, CheckRun run) {
        boolean endless =
                switch (step) {
                    case Step.Music music -> music.length().isEmpty() && !music.bargeIn();
                    case Step.Echo echo -> echo.length().isEmpty() && !echo.bargeIn();
                    default -> false;
                };
        if (!endless) return;
        run.problems()
                .warning(
                        step.position(),
                        "F047",
                        "without `for` and with `barge_in: false` this ends with the call only");
    }
}
