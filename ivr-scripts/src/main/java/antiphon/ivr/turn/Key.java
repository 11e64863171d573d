package antiphon.ivr.turn;

/// One press of a key.
///
/// @param digit `0`-`9`, `*`, `#`, `A`-`D`
/// @param startNanos when the press began, on the call's clock
/// @param lateTerminator an `end_key` that came after its input had already ended by length (D9);
///   the next listener drops it unless it has that key of its own
record Key(char digit, long startNanos, boolean lateTerminator) {
    /// A key may be part of a PIN: it never shows itself.
    @Override
    public String toString() {
        return "Key[•, " + startNanos + "]";
    }
}
