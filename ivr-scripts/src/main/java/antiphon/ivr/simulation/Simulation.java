package antiphon.ivr.simulation;

import antiphon.ivr.flow.Flow;
import antiphon.ivr.run.FlowError;
import antiphon.ivr.run.FlowRelease;
import antiphon.ivr.run.FlowRun;
import antiphon.ivr.run.RunLimits;
import antiphon.ivr.run.Trace;
import antiphon.signaling.HangUpCause;
import antiphon.signaling.HungUp;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs one simulated call through a flow, as the server would.
final class Simulation {
    private final SimCall call;
    private final FlowRelease release;
    private final SimWorld world;
    private @Nullable String failure;

    Simulation(SimCall call, FlowRelease release, SimWorld world) {
        this.call = call;
        this.release = release;
        this.world = world;
    }

    void run(Flow flow) {
        Trace trace =
                new Trace() {
                    @Override
                    public void entered(String flowName, String node) {
                        call.ladder().enter(flowName + "/" + node);
                    }

                    @Override
                    public void failed(String error, String detail) {
                        call.ladder().add(error + ": " + detail);
                    }
                };
        String language = flow.languages().getFirst();
        FlowRun run = new FlowRun(call, world, release, RunLimits.DEFAULT, trace, language);
        try {
            Optional<FlowError> error = run.run(flow, Map.of());
            error.ifPresent(one -> failure = one.name() + ": " + one.detail());
            call.completed();
        } catch (HungUp _) {
            // Every call ends some way; which one stands in the ladder.
        } catch (RuntimeException e) {
            failure = e.toString();
            call.ladder().add("the call's code failed: " + e);
            call.fail(HangUpCause.FAILED);
        }
    }

    /// What went wrong that no flow handled.
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }
}
