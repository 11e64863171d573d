package antiphon.ivr.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import antiphon.ivr.expression.CelExpressions;
import antiphon.ivr.flow.CheckContext;
import antiphon.ivr.flow.Flow;
import antiphon.ivr.flow.FlowParser;
import antiphon.ivr.flow.Step;
import antiphon.ivr.flow.Timing;
import antiphon.ivr.run.FlowRelease;
import antiphon.ivr.run.FlowRun;
import antiphon.ivr.run.RunLimits;
import antiphon.ivr.run.Trace;
import antiphon.signaling.HangUpCause;
import antiphon.signaling.HungUp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a flow does when the caller has gone.
class HangUpTest {
    private static final Flow INNER =
            flow(
                    "inner",
                    """
                    title: Inner
                    languages: [en]
                    vars: {n: 0}
                    on_hang_up: [{set: {n: "1"}}]
                    nodes:
                      start: [answer, {wait: 1m}]
                    """);
    private static final Flow OUTER =
            flow(
                    "outer",
                    """
                    title: Outer
                    languages: [en]
                    vars: {n: 0}
                    on_hang_up: [{set: {n: "${1 / n}"}}, {set: {n: "2"}}]
                    nodes:
                      start: [{set: {n: "5"}}, {call: inner}, hang_up]
                    """);

    private final List<String> steps = new ArrayList<>();
    private final SimWorld world = new SimWorld();

    @Test
    void everyFlowUnderWayDoesWhatIsLeftTheInnermostFirst() {
        SimCall call = call(one -> one.nanoTime() > 0 ? hangUp(one) : 1_000_000_000);
        HungUp gone = catchThrowableOfType(HungUp.class, () -> run(call, RunLimits.DEFAULT));
        assertThat(gone.hangUpCause()).isEqualTo(HangUpCause.CALLER_BYE);
        assertThat(steps)
                .containsExactly(
                        "outer.yaml:6",
                        "outer.yaml:6",
                        "inner.yaml:6",
                        "inner.yaml:6",
                        "inner.yaml:4",
                        "outer.yaml:4",
                        "outer.yaml:4");
    }

    @Test
    void afterTheCallOnlySoManyStepsAreDone() {
        RunLimits one =
                new RunLimits(
                        2000, RunLimits.DEFAULT.time(), 3, 8, 1, RunLimits.DEFAULT.hangUpTime());
        SimCall call = call(caller -> caller.nanoTime() > 0 ? hangUp(caller) : 1_000_000_000);
        assertThatThrownBy(() -> run(call, one)).isInstanceOf(HungUp.class);
        assertThat(steps).endsWith("inner.yaml:6", "inner.yaml:4");
    }

    @Test
    void aCallThatTheFlowEndedHasNothingLeftToDo() {
        Flow quiet =
                flow(
                        "quiet",
                        """
                        title: Quiet
                        languages: [en]
                        vars: {n: 0}
                        on_hang_up: [{set: {n: "1"}}]
                        nodes:
                          start: [answer, hang_up]
                        """);
        SimCall call = call(_ -> Caller.NEVER);
        run(call, quiet, RunLimits.DEFAULT);
        assertThat(steps).containsExactly("quiet.yaml:6", "quiet.yaml:6");
    }

    @Test
    void aCallThatTheFlowRefusedHasNothingLeftToDo() {
        Flow refusing =
                flow(
                        "refusing",
                        """
                        title: Refusing
                        languages: [en]
                        vars: {n: 0}
                        on_hang_up: [{set: {n: "1"}}]
                        nodes:
                          start: [{reject: 486}]
                        """);
        SimCall call = call(_ -> Caller.NEVER);
        assertThatThrownBy(() -> run(call, refusing, RunLimits.DEFAULT)).isInstanceOf(HungUp.class);
        assertThat(steps).containsExactly("refusing.yaml:6");
    }

    @Test
    void recordingsOfACallAreGoneWithIt() {
        Flow recording =
                flow(
                        "recording",
                        """
                        title: Recording
                        languages: [en]
                        vars: {take: none}
                        nodes:
                          start: [{record: take, max: 3s}, {play: {recording: "${take}"}}, hang_up]
                        """);
        SimCall call = call(_ -> Caller.NEVER);
        run(call, recording, RunLimits.DEFAULT);
        assertThat(call.heard()).anyMatch(one -> one.is("recording-1.wav"));
        assertThat(world.strayRecordings()).isZero();
    }

    @Test
    void whatIsLeftToDoCanDependOnTheCause() {
        Flow flow =
                flow(
                        "cause",
                        """
                        title: Cause
                        languages: [en]
                        vars: {n: 0}
                        on_hang_up:
                          - choose:
                            - when: call.cause == "failed" || call.cause == ""
                              do: [{set: {n: "1"}}]
                            - when: call.cause == "caller_bye"
                              do: [{set: {n: "2"}}]
                        nodes:
                          start: [answer, {wait: 1m}]
                        """);
        SimCall call = call(one -> one.nanoTime() > 0 ? hangUp(one) : 1_000_000_000);
        assertThatThrownBy(() -> run(call, flow, RunLimits.DEFAULT)).isInstanceOf(HungUp.class);
        assertThat(steps).endsWith("cause.yaml:9").doesNotContain("cause.yaml:7");
    }

    private static long hangUp(SimCall call) {
        call.hangsUp();
        return Caller.NEVER;
    }

    private SimCall call(Caller caller) {
        return new SimCall("call-1", SimRequests.to("ivr-outer"), Instant.EPOCH, caller, world);
    }

    private void run(SimCall call, RunLimits limits) {
        run(call, OUTER, limits);
    }

    private void run(SimCall call, Flow flow, RunLimits limits) {
        Trace trace =
                new Trace() {
                    @Override
                    public void step(Step step) {
                        steps.add(step.position().file() + ":" + step.position().line());
                    }
                };
        FlowRelease release =
                new FlowRelease(Map.of("inner", INNER, "outer", OUTER), SimPrompts.ALL);
        new FlowRun(call, world, release, limits, trace, "en").run(flow, Map.of());
    }

    private static Flow flow(String name, String text) {
        var context =
                new CheckContext(
                        new CelExpressions(),
                        SimPrompts.INDEX,
                        SimPrompts.WORLD,
                        Timing.SERVER_DEFAULT);
        var parsed = FlowParser.parse(name + ".yaml", text, context);
        return parsed.flow().orElseThrow(() -> new AssertionError(parsed.problems().toString()));
    }
}
