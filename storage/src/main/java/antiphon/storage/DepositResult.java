package antiphon.storage;

import java.util.UUID;

/// What became of a finished recording. In the first two cases the caller may hang up in peace.
public sealed interface DepositResult {
    /// The message stands in its mailbox.
    record Stored(Message message) implements DepositResult {}

    /// The audio is safe on disk; the message appears in its mailbox as soon as the database is
    /// back.
    record Spooled(UUID id, String reason) implements DepositResult {}

    /// There is nothing to keep: the mailbox was deleted meanwhile, or no audio was recorded.
    record Refused(String reason) implements DepositResult {}
}
