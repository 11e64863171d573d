package antiphon.ivr.flow;

import antiphon.ivr.expression.Expressions;

/// What a flow is checked against.
///
/// @param timing the server's own, where neither step, node nor flow says anything
public record CheckContext(
        Expressions expressions, PromptIndex prompts, WorldIndex world, Timing timing) {

    /// The same with other prompts.
    public CheckContext with(PromptIndex others) {
        return new CheckContext(expressions, others, world, timing);
    }
}
