package antiphon.storage;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The SQL of messages.
final class MessageRows {
    private static final String SELECT =
            """
            SELECT m.id, b.number, m.state, m.caller_number, m.caller_name, m.recorded_at, m.duration_ms, m.call_id, m.ending
            FROM message m JOIN mailbox b ON b.id = m.mailbox
            """;

    private final RecordingFolder folder;

    MessageRows(RecordingFolder folder) {
        this.folder = folder;
    }

    /// What became of the wish to have a row.
    sealed interface Entry {
        /// It is there, perhaps from an earlier attempt.
        record Present(Message message) implements Entry {}

        /// The message or its whole mailbox has been deleted.
        record Deleted() implements Entry {}

        /// The database knows of no such mailbox, now or ever.
        record NoMailbox() implements Entry {}
    }

    /// Makes the row unless it is there or has been: doing it twice does no harm.
    Entry insert(Handle tx, Facts facts) {
        Optional<UUID> box = lockMailbox(tx, facts);
        if (box.isEmpty()) {
            return facts.mailboxId() != null && isIn(tx, "removed_mailbox", facts.mailboxId())
                    ? new Entry.Deleted()
                    : new Entry.NoMailbox();
        }
        if (isRemoved(tx, facts.id())) {
            return new Entry.Deleted();
        }
        tx.createUpdate(
                        """
                        INSERT INTO message
                            (id, mailbox, caller_number, caller_name, call_id, recorded_at, duration_ms, ending)
                        VALUES (:id, :mailbox, :callerNumber, :callerName, :callId, :recordedAt, :duration, :ending)
                        ON CONFLICT (id) DO NOTHING\
                        """)
                .bind("id", facts.id())
                .bind("mailbox", box.get())
                .bind("callerNumber", facts.callerNumber())
                .bind("callerName", facts.callerName())
                .bind("callId", facts.callId())
                .bind("recordedAt", Rows.time(facts.recordedAt()))
                .bind("duration", facts.durationMillis())
                .bind("ending", facts.ending())
                .execute();
        return new Entry.Present(
                tx.createQuery(SELECT + "WHERE m.id = :id")
                        .bind("id", facts.id())
                        .map((row, _) -> read(row))
                        .one());
    }

    /// Keeps the box from being deleted until this transaction ends.
    private static Optional<UUID> lockMailbox(Handle tx, Facts facts) {
        UUID id = facts.mailboxId();
        return id == null
                ? tx.createQuery("SELECT id FROM mailbox WHERE number = :number FOR KEY SHARE")
                        .bind("number", facts.mailbox())
                        .mapTo(UUID.class)
                        .findOne()
                : tx.createQuery("SELECT id FROM mailbox WHERE id = :id FOR KEY SHARE")
                        .bind("id", id)
                        .mapTo(UUID.class)
                        .findOne();
    }

    private static boolean isIn(Handle tx, String table, UUID id) {
        return tx.createQuery("SELECT EXISTS (SELECT FROM " + table + " WHERE id = :id)")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    List<Message> list(Handle tx, String mailbox) {
        return tx.createQuery(SELECT + "WHERE b.number = :mailbox ORDER BY m.ordinal")
                .bind("mailbox", mailbox)
                .map((row, _) -> read(row))
                .list();
    }

    Optional<Message> find(Handle tx, String mailbox, UUID id) {
        return tx.createQuery(SELECT + "WHERE b.number = :mailbox AND m.id = :id")
                .bind("mailbox", mailbox)
                .bind("id", id)
                .map((row, _) -> read(row))
                .findOne();
    }

    static boolean setState(Handle tx, String mailbox, UUID id, MessageState state) {
        return tx.createUpdate(
                                """
                                UPDATE message m SET state = :state FROM mailbox b
                                WHERE b.id = m.mailbox AND b.number = :mailbox AND m.id = :id\
                                """)
                        .bind("state", state.name())
                        .bind("mailbox", mailbox)
                        .bind("id", id)
                        .execute()
                == 1;
    }

    /// Removes the row and notes, in the same transaction, that the file has to go.
    static boolean delete(Handle tx, String mailbox, UUID id) {
        return tx.createUpdate(
                                """
                                WITH gone AS (
                                    DELETE FROM message m USING mailbox b
                                    WHERE b.id = m.mailbox AND b.number = :mailbox AND m.id = :id RETURNING m.id)
                                INSERT INTO removed_recording (id) SELECT id FROM gone\
                                """)
                        .bind("mailbox", mailbox)
                        .bind("id", id)
                        .execute()
                == 1;
    }

    static List<UUID> removed(Handle tx) {
        return tx.createQuery("SELECT id FROM removed_recording").mapTo(UUID.class).list();
    }

    /// Deleted, and its file is about to be.
    static boolean isRemoved(Handle tx, UUID id) {
        return isIn(tx, "removed_recording", id);
    }

    static void forgetRemoved(Handle tx, UUID id) {
        tx.createUpdate("DELETE FROM removed_recording WHERE id = :id").bind("id", id).execute();
    }

    static List<UUID> all(Handle tx) {
        return tx.createQuery("SELECT id FROM message").mapTo(UUID.class).list();
    }

    static boolean exists(Handle tx, UUID id) {
        return isIn(tx, "message", id);
    }

    private Message read(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        Path audio = folder.audio(id);
        return new Message(
                id,
                row.getString("number"),
                MessageState.valueOf(row.getString("state")),
                row.getString("caller_number"),
                row.getString("caller_name"),
                Rows.instant(row, "recorded_at"),
                row.getLong("duration_ms"),
                row.getString("call_id"),
                audio,
                row.getString("ending"));
    }
}
