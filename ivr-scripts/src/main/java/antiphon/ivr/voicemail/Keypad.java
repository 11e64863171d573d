package antiphon.ivr.voicemail;

import antiphon.ivr.turn.KeyAutomaton;
import antiphon.ivr.turn.KeyRow;
import antiphon.ivr.turn.PromptClip;
import antiphon.ivr.turn.Timers;
import antiphon.ivr.turn.Turn;
import antiphon.ivr.turn.TurnResult;
import antiphon.ivr.turn.TurnResult.Matched;
import antiphon.media.AudioClip;
import java.time.Duration;
import java.util.List;

/// Questions that one key answers, and numbers typed with an end key.
final class Keypad {
    /// No key: the caller said nothing that makes sense, or nothing at all.
    static final char NONE = 0;

    /// A number may be longer at any digit: `decide` must not cut off who types slowly.
    private static final Timers NUMBER_TIMERS =
            new Timers(
                    Timers.DEFAULT.firstDigit(),
                    Timers.DEFAULT.interDigit(),
                    Timers.DEFAULT.interDigit(),
                    Duration.ZERO);

    private Keypad() {}

    static Turn ask(List<AudioClip> question, String keys) {
        return ask(question, keys, Timers.DEFAULT);
    }

    static Turn ask(List<AudioClip> question, String keys, Timers timers) {
        List<KeyRow> rows = keys.chars().mapToObj(key -> KeyRow.key((char) key)).toList();
        return Turn.choice(PromptClip.of(question, true), KeyAutomaton.compile(rows), timers);
    }

    /// @return the key of `keys` that was pressed, or [#NONE]
    static char key(TurnResult result, String keys) {
        return result instanceof Matched(int option, String _) ? keys.charAt(option) : NONE;
    }

    /// Digits, ended by `#`, erased by `*`.
    static Turn number(List<AudioClip> question, int min, int max) {
        KeyAutomaton keys = KeyAutomaton.compile(List.of(KeyRow.digits(min, max)));
        return new Turn(PromptClip.of(question, true), keys, NUMBER_TIMERS, '#', '*', true);
    }
}
