package antiphon.ivr.simulation;

import antiphon.signaling.CallHandler;
import antiphon.signaling.CallRequest;
import antiphon.signaling.HungUp;
import java.time.Instant;
import java.util.List;

/// A call by somebody who says nothing and hangs up after half a minute, for tests of other
/// packages.
///
/// @param heard clips, music and rooms in order
public record SimulatedCall(List<String> heard, boolean answered, int rejectedWith) {
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    public static SimulatedCall handled(CallHandler handler, CallRequest request) {
        Caller caller =
                call -> {
                    if (call.nanoTime() >= PATIENCE_NANOS) {
                        call.hangsUp();
                        return Caller.NEVER;
                    }
                    return PATIENCE_NANOS;
                };
        SimCall call = new SimCall("1", request, Instant.EPOCH, caller, new SimWorld());
        try {
            handler.handle(call);
        } catch (HungUp _) {
            // The caller's patience ended first.
        }
        return new SimulatedCall(
                call.heard().stream().map(Heard::name).toList(),
                call.answered(),
                call.rejectedWith());
    }
}
