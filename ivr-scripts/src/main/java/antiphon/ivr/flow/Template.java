package antiphon.ivr.flow;

import antiphon.ivr.expression.Expression;
import antiphon.ivr.expression.Scope;
import antiphon.ivr.expression.Type;
import antiphon.ivr.expression.Value;
import java.util.List;

/// A value in a flow's text: plain, or with `${…}` holes.
public sealed interface Template {

    Type type();

    /// @throws antiphon.ivr.expression.EvaluationFailed if a hole has no value
    Value value(Scope scope);

    /// @throws antiphon.ivr.expression.EvaluationFailed if a hole has no value
    default String text(Scope scope) {
        return value(scope).text();
    }

    record Constant(Value constant) implements Template {
        @Override
        public Type type() {
            return constant.type();
        }

        @Override
        public Value value(Scope scope) {
            return constant;
        }
    }

    /// One hole alone: keeps its type.
    record Computed(Expression expression) implements Template {
        @Override
        public Type type() {
            return expression.type();
        }

        @Override
        public Value value(Scope scope) {
            return expression.evaluate(scope);
        }
    }

    /// Text around holes.
    record Joined(List<Template> parts) implements Template {
        @Override
        public Type type() {
            return Type.TEXT;
        }

        @Override
        public Value value(Scope scope) {
            StringBuilder joined = new StringBuilder();
            for (Template part : parts) joined.append(part.text(scope));
            return new Value.Text(joined.toString());
        }
    }
}
