package antiphon.ivr.expression;

import org.jspecify.annotations.Nullable;

/// What an expression can see while it is evaluated; the run-time implements it. One call, one
/// thread.
public interface Scope {

    /// The value of a variable or of one of the names of [Types#of], such as `account`, `pressed`,
    /// `call.from`, `error.name`, `now`. Null: not set at this moment, which fails the expression.
    @Nullable Value value(String name);

    Functions functions();
}
