package antiphon.ivr.simulation;

import antiphon.ivr.expression.Functions;
import antiphon.ivr.expression.Scope;
import antiphon.ivr.expression.Type;
import antiphon.ivr.expression.Types;
import antiphon.ivr.expression.Value;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `expect` and `always` see of a simulated call. One thread.
final class SimScope implements Scope {
    /// Besides the functions of flows.
    static final Types TYPES =
            Types.none()
                    .with(
                            Map.of(
                                    "ended", Type.BOOL,
                                    "call.answered", Type.BOOL,
                                    "call.failed", Type.BOOL,
                                    "call.duration", Type.DURATION,
                                    "call.rejected", Type.NUMBER));

    private final SimWorld world;
    private @Nullable SimCall call;
    private @Nullable Simulation simulation;

    SimScope(SimWorld world) {
        this.world = world;
    }

    void looksAt(SimCall one, Simulation its) {
        call = one;
        simulation = its;
    }

    @Override
    public @Nullable Value value(String name) {
        SimCall one = call;
        Simulation its = simulation;
        if (one == null || its == null) {
            return null;
        }
        return switch (name) {
            case "ended" -> new Value.Bool(one.ended() != null);
            case "call.answered" -> new Value.Bool(one.answered());
            case "call.failed" -> new Value.Bool(its.failure().isPresent());
            case "call.duration" -> new Value.Span(Duration.ofNanos(one.nanoTime()));
            case "call.rejected" -> new Value.Whole(one.rejectedWith());
            default -> null;
        };
    }

    @Override
    public Functions functions() {
        return world;
    }
}
