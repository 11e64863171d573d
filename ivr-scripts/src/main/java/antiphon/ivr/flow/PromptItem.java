package antiphon.ivr.flow;

import antiphon.ivr.yaml.Position;
import java.time.Duration;

/// One thing to be heard.
public sealed interface PromptItem {

    /// A recording of the catalogue, in the language of the call.
    record Recorded(String id, Position position) implements PromptItem {}

    /// One by one: `42` is four, two. Anything that is no digit is passed over.
    record SayDigits(Template digits) implements PromptItem {}

    /// As a whole number: `42` is forty-two.
    record SayNumber(Template number) implements PromptItem {}

    /// One minute thirty-five seconds.
    record SayDuration(Template duration) implements PromptItem {}

    /// A recording of this call; silent if none was made.
    record PlayRecording(Template recording) implements PromptItem {}

    record Silence(Duration length) implements PromptItem {}

    record PlayTone(Tone tone) implements PromptItem {}

    enum Tone {
        BEEP,
        BUSY,
        RINGING,
        CONGESTION
    }
}
