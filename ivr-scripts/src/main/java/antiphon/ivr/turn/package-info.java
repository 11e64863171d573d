/// The one listening primitive: prompts, active key patterns and timers, by the rules D1-D10 of
/// docs/flow-language.md. Logic is pure ([antiphon.ivr.turn.Listening]); only
/// [antiphon.ivr.turn.Listener] touches a call.
@NullMarked
package antiphon.ivr.turn;

import org.jspecify.annotations.NullMarked;
