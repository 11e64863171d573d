package antiphon.ivr.world;

/// A prompt exists in no language that the call may use.
public final class PromptMissing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PromptMissing(String message) {
        super(message, null, false, false);
    }
}
