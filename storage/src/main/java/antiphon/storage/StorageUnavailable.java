package antiphon.storage;

import org.jspecify.annotations.Nullable;

/// The database or the state folder cannot be used now: the message says what, where and what is
/// needed.
///
/// Thrown by [Storage#open] when it cannot start, and by every operation that needs the database
/// while it is down, unless the operation says otherwise.
public final class StorageUnavailable extends RuntimeException {
    StorageUnavailable(String message) {
        super(message);
    }

    StorageUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
