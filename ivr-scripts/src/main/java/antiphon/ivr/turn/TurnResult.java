package antiphon.ivr.turn;

/// How a turn ended. A caller who has gone is not a result: [antiphon.signaling.HungUp] is thrown.
public sealed interface TurnResult {

    /// @param option place of the pattern in the list the automaton was compiled from
    /// @param digits what was typed, without end key
    record Matched(int option, String digits) implements TurnResult {
        /// May be a PIN: shows its length only.
        @Override
        public String toString() {
            return "Matched[" + option + ", " + "•".repeat(digits.length()) + "]";
        }
    }

    /// Keys that lead nowhere, or an input that stopped half way.
    record NoMatch() implements TurnResult {}

    /// No key within `first_digit`, or the end key alone.
    record NoInput() implements TurnResult {}
}
