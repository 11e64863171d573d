package antiphon.storage;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The messages in the mailboxes. Safe for any thread.
public final class Messages {
    private final Database database;
    private final MessageRows rows;
    private final Recordings recordings;

    Messages(Database database, MessageRows rows, Recordings recordings) {
        this.database = database;
        this.rows = rows;
        this.recordings = recordings;
    }

    /// All of a mailbox, oldest first, in the order in which the database took them.
    public List<Message> list(String mailbox) {
        return database.inTransaction(tx -> rows.list(tx, mailbox));
    }

    public Optional<Message> find(String mailbox, UUID id) {
        return database.inTransaction(tx -> rows.find(tx, mailbox, id));
    }

    /// False if there is no such message.
    public boolean setState(String mailbox, UUID id, MessageState state) {
        return database.inTransaction(tx -> MessageRows.setState(tx, mailbox, id, state));
    }

    /// Removes row and file for good; false if there is no such message.
    public boolean delete(String mailbox, UUID id) {
        boolean deleted = database.inTransaction(tx -> MessageRows.delete(tx, mailbox, id));
        if (deleted) {
            recordings.removeDeleted(id);
        }
        return deleted;
    }
}
