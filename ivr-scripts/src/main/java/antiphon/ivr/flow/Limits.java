package antiphon.ivr.flow;

import java.time.Duration;

/// How large a flow may be, and how long its times.
final class Limits {
    static final int NODES_MAX = 500;

    /// Steps of one flow, inline ones counted.
    static final int STEPS_MAX = 5_000;

    /// Conditions and `${…}` holes of one flow: compiling takes about a millisecond each.
    static final int EXPRESSIONS_MAX = 2_000;

    /// Lists of steps inside lists of steps.
    static final int NESTING_MAX = 8;

    static final int VARIABLES_MAX = 64;

    /// First value of a variable, in characters.
    static final int TEXT_MAX = 4_096;

    static final int LANGUAGES_MAX = 32;
    static final int ON_HANG_UP_STEPS_MAX = 20;
    static final int BOXES_MAX = 16;
    static final int ITEMS_MAX = 64;

    /// Keys and patterns of one menu.
    static final int KEYS_MAX = 200;

    /// How many beginnings of input the patterns of one step may tell apart.
    static final int KEY_STATES_MAX = 2_000;

    static final int ATTEMPTS_MAX = 10;

    /// A `collect` into a number: what 64 bits surely hold.
    static final int NUMBER_DIGITS_MAX = 18;

    static final Duration TIMER_MIN = Duration.ofMillis(100);
    static final Duration FIRST_DIGIT_MAX = Duration.ofMinutes(2);
    static final Duration INTER_DIGIT_MAX = Duration.ofSeconds(30);
    static final Duration DECIDE_MAX = Duration.ofSeconds(10);
    static final Duration SILENCE_ITEM_MAX = Duration.ofSeconds(30);
    static final Duration WAIT_MAX = Duration.ofMinutes(10);
    static final Duration MUSIC_MAX = Duration.ofHours(12);
    static final Duration RECORDING_MAX = Duration.ofHours(2);
    static final Duration RECORDING_SILENCE_MAX = Duration.ofMinutes(1);

    private Limits() {}
}
