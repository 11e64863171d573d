package antiphon.ivr.simulation;

import antiphon.signaling.CallHandler;
import antiphon.signaling.CallRequest;
import antiphon.signaling.HungUp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A call by somebody who says nothing and hangs up after half a minute, for tests of other
/// packages.
///
/// @param heard clips, music and rooms in order
public record SimulatedCall(
        List<String> heard, boolean answered, int rejectedWith, boolean hungUpByCaller) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public static SimulatedCall handled(CallHandler handler, CallRequest request) {
        return handled(handler, request, PATIENCE);
    }

    /// @param patience after which he hangs up
    public static SimulatedCall handled(
            CallHandler handler, CallRequest request, Duration patience) {
        Caller caller =
                call -> {
                    if (call.nanoTime() >= patience.toNanos()) {
                        call.hangsUp();
                        return Caller.NEVER;
                    }
                    return patience.toNanos();
                };
        SimCall call = new SimCall("1", request, Instant.EPOCH, caller, new SimWorld());
        boolean hungUp = false;
        try {
            handler.handle(call);
        } catch (HungUp _) {
            hungUp = true; // The caller's patience ended first.
        }
        return new SimulatedCall(
                call.heard().stream().map(Heard::name).toList(),
                call.answered(),
                call.rejectedWith(),
                hungUp);
    }
}
