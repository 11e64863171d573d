package antiphon.server.audio;

/// A file that was not taken; the message tells the person who sent it why and what is allowed.
public final class AudioRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /// What kind of trouble it is, for a status code.
    public enum Reason {
        /// There are no bytes.
        EMPTY,
        /// More bytes than an upload may have.
        TOO_LARGE,
        /// Nothing in it that we can decode.
        NOT_AUDIO,
        /// Plays longer than allowed.
        TOO_LONG,
        /// The decoder took too much time or memory.
        TOO_HARD,
        /// All import places are taken: try again.
        BUSY
    }

    AudioRefused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
