package antiphon.ivr.run;

import antiphon.ivr.expression.Value;
import java.util.Map;

/// What follows a step.
sealed interface Outcome {
    /// The step behind it.
    record Next() implements Outcome {}

    record Jump(String node) implements Outcome {}

    /// The listening step around it, anew.
    record Again() implements Outcome {}

    /// The menu the caller came from.
    record Back() implements Outcome {}

    record End() implements Outcome {}

    record Returned(Map<String, Value> values) implements Outcome {}

    Outcome NEXT = new Next();
    Outcome END = new End();
}
