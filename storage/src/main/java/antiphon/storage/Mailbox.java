package antiphon.storage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A mailbox as it stood when it was read. The PIN itself never leaves the database.
///
/// @param lockedUntil wrong PINs have locked the box until then; null or in the past: not locked
public record Mailbox(
        String number,
        @Nullable String name,
        String language,
        boolean hasPin,
        @Nullable Instant lockedUntil,
        Instant createdAt,
        int newMessages,
        int savedMessages) {}
