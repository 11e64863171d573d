package antiphon.ivr.expression;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionResolver;
import dev.cel.runtime.CelVariableResolver;
import dev.cel.runtime.Program;
import java.util.Optional;
import java.util.Set;

/// One compiled CEL expression. Safe for any thread.
record CelExpression(String source, Type type, Set<String> names, Program program)
        implements Expression {

    @Override
    public Value evaluate(Scope scope) {
        CelVariableResolver variables = name -> variable(scope, name);
        CelFunctionResolver functions = CelFunctions.boundTo(scope.functions());
        try {
            Object result = program.eval(variables, functions);
            return CelTypes.fromCel(result).orElseThrow(() -> failed("it has no value"));
        } catch (CelEvaluationException failed) {
            throw failed(CelFaults.reason(failed));
        } catch (EvaluationFailed failed) {
            throw failed;
        } catch (RuntimeException thrown) {
            // A mailbox or room could not be asked, or CEL met a value it does not know.
            throw failed(String.valueOf(thrown.getMessage()));
        }
    }

    private static Optional<Object> variable(Scope scope, String name) {
        if (name.equals(CelTypes.NONE)) return Optional.of(Value.Recording.NONE);
        Value value = scope.value(name);
        return value == null ? Optional.empty() : Optional.of(CelTypes.toCel(value));
    }

    private EvaluationFailed failed(String reason) {
        return new EvaluationFailed("`" + source + "`: " + reason);
    }

    @Override
    public String toString() {
        return source;
    }
}
