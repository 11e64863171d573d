package antiphon.ivr.prompt;

/// A name or a file that the catalogue cannot take; the message says what is allowed.
public final class PromptRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    PromptRefused(String message) {
        super(message);
    }
}
