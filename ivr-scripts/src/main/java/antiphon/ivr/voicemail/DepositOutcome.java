package antiphon.ivr.voicemail;

/// What became of somebody's wish to leave a message.
public sealed interface DepositOutcome {
    /// The message is safe, in its box or on its way there.
    record Kept() implements DepositOutcome {}

    /// Nothing worth keeping was said.
    record Empty() implements DepositOutcome {}

    /// A key of its own was pressed; what was said before it is kept.
    ///
    /// @param option place in [DepositTerms#keys()]
    record KeyPressed(int option, String digits) implements DepositOutcome {}

    /// It could not be kept, and the caller has been told.
    record NotSaved() implements DepositOutcome {}
}
