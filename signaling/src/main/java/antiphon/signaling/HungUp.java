package antiphon.signaling;

/// The call is over; thrown out of every blocking method of [Call].
public final class HungUp extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HangUpCause cause;

    public HungUp(HangUpCause cause) {
        super(cause.name(), null, false, false);
        this.cause = cause;
    }

    public HangUpCause hangUpCause() {
        return cause;
    }
}
