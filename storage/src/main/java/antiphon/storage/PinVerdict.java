package antiphon.storage;

/// What came of checking a PIN.
public enum PinVerdict {
    ACCEPTED,
    WRONG,
    /// Too many wrong ones: not even looked at. See [Mailbox#lockedUntil()].
    LOCKED,
    /// The box has no PIN.
    NO_PIN,
    /// There is no such box.
    UNKNOWN
}
