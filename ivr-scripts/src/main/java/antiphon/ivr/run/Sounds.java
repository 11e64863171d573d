package antiphon.ivr.run;

import antiphon.ivr.expression.Value;
import antiphon.ivr.flow.KeyMap;
import antiphon.ivr.flow.KeyPattern;
import antiphon.ivr.flow.PromptItem;
import antiphon.ivr.flow.Timing;
import antiphon.ivr.turn.KeyRow;
import antiphon.ivr.turn.PromptClip;
import antiphon.ivr.turn.Timers;
import antiphon.ivr.world.Speech;
import antiphon.ivr.world.Tones;
import antiphon.media.AudioClip;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Turns what a flow wants to be heard, and the keys it wants, into clips and key rows. Owned by
/// the call's thread.
final class Sounds {
    private final CallState state;
    private final CallScope scope;

    Sounds(CallState state, CallScope scope) {
        this.state = state;
        this.scope = scope;
    }

    List<PromptClip> clips(List<PromptItem> items, boolean bargeIn) {
        return PromptClip.of(clips(items), bargeIn);
    }

    List<AudioClip> clips(List<PromptItem> items) {
        List<AudioClip> clips = new ArrayList<>();
        for (PromptItem item : items) {
            clips.addAll(clips(item));
        }
        return clips;
    }

    private List<AudioClip> clips(PromptItem item) {
        Speech speech = state.speech();
        return switch (item) {
            case PromptItem.Recorded recorded -> speech.say(recorded.id());
            case PromptItem.SayDigits say -> speech.digits(say.digits().text(scope));
            case PromptItem.SayNumber say -> number(say.number().value(scope));
            case PromptItem.SayDuration say -> duration(say.duration().value(scope));
            case PromptItem.PlayRecording play -> recording(play.recording().value(scope));
            case PromptItem.Silence silence -> Tones.silence(silence.length());
            case PromptItem.PlayTone tone -> tone(tone.tone());
        };
    }

    private List<AudioClip> number(Value value) {
        if (value instanceof Value.Whole(long number)) {
            return state.speech().number(number);
        }
        try {
            return state.speech().number(Long.parseLong(value.text().strip()));
        } catch (NumberFormatException _) {
            return state.speech().digits(value.text());
        }
    }

    private List<AudioClip> duration(Value value) {
        if (value instanceof Value.Span(Duration duration)) {
            return state.speech().duration(duration);
        }
        throw new FlowError("error.expression", value.type().word() + " is no duration");
    }

    private List<AudioClip> recording(Value value) {
        if (!(value instanceof Value.Recording(String reference))) {
            throw new FlowError("error.expression", value.type().word() + " is no recording");
        }
        Path file = state.recording(reference);
        return file == null
                ? List.of()
                : state.world().readRecording(file).map(List::of).orElse(List.of());
    }

    private static List<AudioClip> tone(PromptItem.Tone tone) {
        return switch (tone) {
            case BEEP -> List.of(Tones.BEEP);
            case BUSY -> Tones.BUSY;
            case RINGING -> Tones.RINGING;
            case CONGESTION -> Tones.CONGESTION;
        };
    }

    static List<KeyRow> rows(KeyMap keys) {
        return rows(keys.entries().stream().map(KeyMap.Entry::pattern).toList());
    }

    static List<KeyRow> rows(List<KeyPattern> patterns) {
        return patterns.stream().map(pattern -> KeyRow.of(pattern.places())).toList();
    }

    static Timers timers(Timing timing) {
        return new Timers(timing.firstDigit(), timing.interDigit(), timing.decide(), Duration.ZERO);
    }
}
