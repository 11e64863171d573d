package antiphon.storage;

import org.jspecify.annotations.Nullable;

/// What to change in a mailbox: null leaves as it is, an empty text removes (PIN and name only).
///
/// A new PIN, and removing the PIN, also end a lock-out.
public record MailboxChange(
        @Nullable String pin, @Nullable String name, @Nullable String language) {}
