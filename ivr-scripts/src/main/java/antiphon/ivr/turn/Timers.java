package antiphon.ivr.turn;

import java.time.Duration;

/// How long a turn waits.
///
/// @param firstDigit for the first key, from the end of the last prompt (D4)
/// @param interDigit for the next key of an input that is not complete yet (D5)
/// @param decide for a further key when the input is complete but may be longer (D6)
/// @param term for the end key when the input cannot be longer; zero: fires at once (D7). VoiceXML
///   calls it termtimeout; the YAML does not show it
public record Timers(Duration firstDigit, Duration interDigit, Duration decide, Duration term) {
    public static final Timers DEFAULT =
            new Timers(
                    Duration.ofSeconds(6),
                    Duration.ofSeconds(3),
                    Duration.ofMillis(1500),
                    Duration.ZERO);
}
