package antiphon.ivr.expression;

/// An expression had no value; the message names the expression and the reason, and no values.
@SuppressWarnings("serial")
public final class EvaluationFailed extends RuntimeException {
    public EvaluationFailed(String message) {
        super(message, null, false, false);
    }
}
