package antiphon.ivr.expression;

import java.util.List;

/// A language of expressions.
public interface Expressions {

    /// Compiles `source`; never throws on wrong input.
    Compiled compile(String source, Types types);

    sealed interface Compiled {}

    record Ready(Expression expression) implements Compiled {}

    record Refused(List<Fault> faults) implements Compiled {}

    /// Why an expression was refused, in plain words.
    ///
    /// @param offset where in the source, in UTF-16 units from 0
    record Fault(int offset, String message) {}
}
