package antiphon.ivr.run;

import antiphon.ivr.expression.Value;
import antiphon.ivr.flow.Flow;
import antiphon.ivr.flow.Step;
import antiphon.ivr.turn.PromptClip;
import antiphon.ivr.world.PromptMissing;
import antiphon.ivr.world.Tones;
import antiphon.ivr.world.World;
import antiphon.media.AudioClip;
import antiphon.signaling.Call;
import antiphon.signaling.HangUpCause;
import antiphon.signaling.HungUp;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one call's flow, from the first step to what is left to do when the caller has gone. One
/// call, one thread.
public final class FlowRun {
    private static final Logger LOG = LoggerFactory.getLogger(FlowRun.class);

    private static final String TECHNICAL_PROBLEM = "technical-problem";
    private static final int SERVER_INTERNAL_ERROR = 500;

    private final CallState state;
    private final StepRunner steps;
    private final RunLimits limits;

    /// @param language the call's at first: the mailbox's, or the flow's
    public FlowRun(
            Call call,
            World world,
            FlowRelease release,
            RunLimits limits,
            Trace trace,
            String language) {
        this.limits = limits;
        this.state = new CallState(call, world, release, limits, trace, language);
        this.steps = new StepRunner(state);
    }

    /// Returns when the flow has ended: whoever runs the call hangs up then.
    ///
    /// @param inputs what the flow declares as its `inputs`
    /// @return the error that no flow handled; the caller has been told
    /// @throws HungUp when the call ended first
    public Optional<FlowError> run(Flow flow, Map<String, Value> inputs) {
        try {
            steps.run(flow, inputs);
            return Optional.empty();
        } catch (FlowError e) {
            LOG.warn(
                    "call {}: flow {} failed: {}: {}",
                    state.call().id(),
                    flow.name(),
                    e.name(),
                    e.detail());
            apologise();
            return Optional.of(e);
        } catch (HungUp gone) {
            state.ended(gone.hangUpCause());
            if (byTheOtherSide(gone.hangUpCause())) {
                afterHangUp();
            }
            throw gone;
        } finally {
            for (Path recording : state.recordings()) {
                state.world().deleteScratch(recording);
            }
        }
    }

    /// The server's own way with an error: say so. A call that is not answered yet is refused
    /// instead, so that the proxy can try elsewhere.
    private void apologise() {
        if (!state.call().answered()) {
            state.call().reject(SERVER_INTERNAL_ERROR, "Flow failed");
            return;
        }
        List<AudioClip> words;
        try {
            words = state.speech().say(TECHNICAL_PROBLEM);
        } catch (PromptMissing _) {
            words = Tones.CONGESTION;
        }
        state.listener().flush();
        state.listener().play(PromptClip.of(words, false));
    }

    private static boolean byTheOtherSide(HangUpCause cause) {
        return switch (cause) {
            case CALLER_BYE, CALLER_CANCEL, ADMINISTRATOR, NO_ACK, MEDIA_TIMEOUT, DRAINED, FAILED ->
                    true;
            case COMPLETED, REJECTED -> false;
        };
    }

    /// `on_hang_up` of every flow under way, the innermost first.
    private void afterHangUp() {
        long deadlineNanos = state.call().nanoTime() + limits.hangUpTime().toNanos();
        int stepsLeft = limits.hangUpSteps();
        while (!state.frames().isEmpty()) {
            for (Step step : state.frame().flow().onHangUp()) {
                if (stepsLeft-- == 0 || state.call().nanoTime() > deadlineNanos) {
                    LOG.warn(
                            "call {}: on_hang_up cut short at {}",
                            state.call().id(),
                            step.position());
                    return;
                }
                try {
                    steps.steps(List.of(step));
                } catch (RuntimeException e) {
                    // The caller has gone: there is nobody to tell but the log.
                    LOG.warn(
                            "call {}: on_hang_up failed at {}: {}",
                            state.call().id(),
                            step.position(),
                            e.toString());
                    break;
                }
            }
            state.pop();
        }
    }
}
