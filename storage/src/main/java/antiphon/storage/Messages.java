package antiphon.storage;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The messages in the mailboxes. Safe for any thread.
@SuppressWarnings("DoNotCallSuggester")
public final class Messages {
    /// All of a mailbox, oldest first, in the order in which the database took them.
    public List<Message> list(String mailbox) {
        throw new UnsupportedOperationException();
    }

    public Optional<Message> find(String mailbox, UUID id) {
        throw new UnsupportedOperationException();
    }

    /// False if there is no such message.
    public boolean setState(String mailbox, UUID id, MessageState state) {
        throw new UnsupportedOperationException();
    }

    /// Removes row and file for good; false if there is no such message.
    public boolean delete(String mailbox, UUID id) {
        throw new UnsupportedOperationException();
    }
}
