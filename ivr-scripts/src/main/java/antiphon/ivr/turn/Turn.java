package antiphon.ivr.turn;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What to say and which keys to take: one question to the caller. Immutable.
///
/// @param keys the active patterns
/// @param endKey ends the input and is not part of it (D9); null: none
/// @param clearKey erases what was typed so far; null: none
/// @param typeAhead false: keys typed before this turn are thrown away (D10)
public record Turn(
        List<PromptClip> prompts,
        KeyAutomaton keys,
        Timers timers,
        @Nullable Character endKey,
        @Nullable Character clearKey,
        boolean typeAhead) {

    public Turn {
        prompts = List.copyOf(prompts);
    }

    /// A choice between single keys or patterns, without end key.
    public static Turn choice(List<PromptClip> prompts, KeyAutomaton keys, Timers timers) {
        return new Turn(prompts, keys, timers, null, null, true);
    }

    /// The same question, asked in other words.
    public Turn asking(List<PromptClip> otherPrompts) {
        return new Turn(otherPrompts, keys, timers, endKey, clearKey, typeAhead);
    }
}
