package antiphon.ivr.flow;

import antiphon.ivr.expression.Expressions;

/// What a flow is checked against.
///
/// @param timing the server's own, where neither step, node nor flow says anything
public record CheckContext(
        Expressions expressions, PromptIndex prompts, WorldIndex world, Timing timing) {}
