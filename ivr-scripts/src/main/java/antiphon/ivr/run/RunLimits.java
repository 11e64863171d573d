package antiphon.ivr.run;

import java.time.Duration;

/// What bounds one call's flow. Beyond them `error.limit.…` is raised.
///
/// @param steps of the whole call
/// @param time of the whole call, outside conferences and music
/// @param visits of one node while the caller presses no key
/// @param depth of flows that call flows
/// @param hangUpSteps after the caller has gone
/// @param hangUpTime after the caller has gone
public record RunLimits(
        int steps, Duration time, int visits, int depth, int hangUpSteps, Duration hangUpTime) {
    public static final RunLimits DEFAULT =
            new RunLimits(2000, Duration.ofMinutes(60), 3, 8, 20, Duration.ofSeconds(5));
}
