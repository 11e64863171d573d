package antiphon.ivr.expression;

import java.util.Locale;

/// The type of a value in a flow.
public enum Type {
    TEXT,
    /// A whole number of 64 bits. Money is text: no value of a flow is a binary fraction.
    NUMBER,
    BOOL,
    DURATION,
    /// A moment, such as `now`.
    TIME,
    /// A recording of the caller, or none made.
    RECORDING,
    /// Digits that may be checked and nothing else.
    SECRET,
    /// Texts by name, such as `call.headers`.
    TEXTS;

    /// The word a flow's author writes.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
