package antiphon.ivr.flow;

import java.time.Duration;

/// How a step listens; resolved in the order step, node, flow, server (DTMF rules D3-D6).
///
/// @param firstDigit from the end of the last prompt to the first key
/// @param interDigit after a key that can not yet be complete
/// @param decide after keys that are complete but may go on
/// @param attempts how often the caller hears the question, whatever went wrong
/// @param bargeIn a key cuts the prompt; if false, keys are thrown away while it plays, and those
///   queued before it as well
/// @param typeAhead keys pressed before the step count; if false, the queue is emptied first
public record Timing(
        Duration firstDigit,
        Duration interDigit,
        Duration decide,
        int attempts,
        boolean bargeIn,
        boolean typeAhead) {

    /// What the server uses where a flow says nothing.
    public static final Timing SERVER_DEFAULT =
            new Timing(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(3),
                    Duration.ofMillis(1500),
                    3,
                    true,
                    true);
}
