package antiphon.signaling;

/// What to do with a call; runs on the call's own virtual thread. Returning from it ends the call:
/// BYE when answered, 480 when not.
@FunctionalInterface
public interface CallHandler {
    void handle(Call call);
}
