package antiphon.ivr.expression;

import java.util.Set;

/// A compiled expression. Immutable, safe for any thread; evaluation is bounded and has no effects.
public interface Expression {
    /// As the author wrote it.
    String source();

    Type type();

    /// The names of its [Types] that it reads.
    Set<String> names();

    /// @throws EvaluationFailed if a value is missing or an operation impossible (a division by
    ///   zero, an unknown setting); the flow sees `error.expression`
    Value evaluate(Scope scope);

    /// The truth of an expression of type [Type#BOOL].
    default boolean holds(Scope scope) {
        return evaluate(scope) instanceof Value.Bool(boolean truth) && truth;
    }
}
