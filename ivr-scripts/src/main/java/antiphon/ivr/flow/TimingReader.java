package antiphon.ivr.flow;

import antiphon.ivr.yaml.Fields;

/// Reads timers, attempts, barge-in and type-ahead over those of the outer level.
final class TimingReader {
    private TimingReader() {}

    static Timing over(Timing outer, Fields fields) {
        return new Timing(
                fields.duration("first_digit", Limits.TIMER_MIN, Limits.FIRST_DIGIT_MAX)
                        .orElse(outer.firstDigit()),
                fields.duration("inter_digit", Limits.TIMER_MIN, Limits.INTER_DIGIT_MAX)
                        .orElse(outer.interDigit()),
                fields.duration("decide", Limits.TIMER_MIN, Limits.DECIDE_MAX)
                        .orElse(outer.decide()),
                fields.number("attempts", 1, Limits.ATTEMPTS_MAX).orElse(outer.attempts()),
                bargeIn(outer, fields),
                fields.bool("type_ahead").orElse(outer.typeAhead()));
    }

    static boolean bargeIn(Timing outer, Fields fields) {
        return fields.bool("barge_in").orElse(outer.bargeIn());
    }
}
