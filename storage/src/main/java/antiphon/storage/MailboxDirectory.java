package antiphon.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// Reads mailboxes, and remembers them for the time when the database is down. Safe for any thread.
final class MailboxDirectory {
    private static final String COLUMNS =
            """
            SELECT b.id, b.number, b.name, b.language, b.pin_hash IS NOT NULL AS has_pin, b.locked_until, b.created_at,
                   coalesce(c.fresh, 0) AS fresh, coalesce(c.saved, 0) AS saved
            FROM mailbox b
            """;
    private static final String COUNTS =
            " count(*) FILTER (WHERE state = 'NEW') AS fresh, count(*) FILTER (WHERE state = 'SAVED') AS saved FROM message ";
    private static final String SELECT_ONE =
            COLUMNS
                    + ("LEFT JOIN LATERAL (SELECT" + COUNTS + "WHERE mailbox = b.id) c ON true")
                    + " WHERE b.number = :number";
    private static final String SELECT_ALL =
            COLUMNS
                    + ("LEFT JOIN (SELECT mailbox,"
                            + COUNTS
                            + "GROUP BY mailbox) c ON c.mailbox = b.id")
                    + " ORDER BY b.number";

    private final Database database;
    private final Map<String, Entry> lastKnown = new ConcurrentHashMap<>();

    /// A mailbox and its identity, which a new box under the same number does not share.
    record Entry(UUID id, Mailbox mailbox) {}

    MailboxDirectory(Database database) {
        this.database = database;
    }

    /// From the database, or from memory while that is down.
    Optional<Entry> find(String number) {
        if (!MailboxRules.isNumber(number)) {
            return Optional.empty();
        }
        try {
            return remember(number, database.inTransaction(tx -> select(tx, number)));
        } catch (StorageUnavailable _) {
            return Optional.ofNullable(lastKnown.get(number));
        }
    }

    List<Mailbox> list() {
        Map<String, Entry> all =
                database
                        .inTransaction(
                                tx -> tx.createQuery(SELECT_ALL).map(MailboxDirectory::read).list())
                        .stream()
                        .collect(
                                Collectors.toMap(
                                        e -> e.mailbox().number(),
                                        e -> e,
                                        (a, _) -> a,
                                        LinkedHashMap::new));
        lastKnown.putAll(all);
        lastKnown.keySet().retainAll(all.keySet());
        return all.values().stream().map(Entry::mailbox).toList();
    }

    Optional<Entry> remember(String number, Optional<Entry> found) {
        found.ifPresentOrElse(
                entry -> lastKnown.put(number, entry), () -> lastKnown.remove(number));
        return found;
    }

    static Optional<Entry> select(Handle tx, String number) {
        return tx.createQuery(SELECT_ONE)
                .bind("number", number)
                .map(MailboxDirectory::read)
                .findOne();
    }

    private static Entry read(ResultSet row, StatementContext context) throws SQLException {
        var mailbox =
                new Mailbox(
                        row.getString("number"),
                        row.getString("name"),
                        row.getString("language"),
                        row.getBoolean("has_pin"),
                        Rows.instantOrNull(row, "locked_until"),
                        Rows.instant(row, "created_at"),
                        row.getInt("fresh"),
                        row.getInt("saved"));
        return new Entry(row.getObject("id", UUID.class), mailbox);
    }
}
