package antiphon.storage;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// The mailboxes. Safe for any thread.
public final class Mailboxes {
    private static final String UNIQUE_VIOLATION = "23505";

    private final Database database;
    private final MailboxDirectory directory;
    private final Recordings recordings;
    private final InstantSource clock;
    private final PinHashes hashes = new PinHashes();
    private final PinGuard guard;

    Mailboxes(
            Database database,
            MailboxDirectory directory,
            Recordings recordings,
            InstantSource clock) {
        this.database = database;
        this.directory = directory;
        this.recordings = recordings;
        this.clock = clock;
        this.guard = new PinGuard(database, hashes, clock);
    }

    /// The mailbox, or as it was last known while the database is down, so that deposits go on.
    public Optional<Mailbox> find(String number) {
        return directory.find(number).map(MailboxDirectory.Entry::mailbox);
    }

    /// All, by number.
    public List<Mailbox> list() {
        return directory.list();
    }

    /// @throws InvalidMailbox for a value that is not allowed
    /// @throws MailboxExists for a number that is taken
    public Mailbox create(NewMailbox wanted) {
        MailboxRules.checkNumber(wanted.number());
        MailboxRules.checkPin(wanted.pin());
        MailboxRules.checkName(wanted.name());
        MailboxRules.checkLanguage(wanted.language());
        String hash = wanted.pin() == null ? null : hashes.hash(wanted.pin());
        try {
            return directory
                    .remember(
                            wanted.number(), database.inTransaction(tx -> insert(tx, wanted, hash)))
                    .orElseThrow()
                    .mailbox();
        } catch (JdbiException e) {
            if (Database.violates(e, UNIQUE_VIOLATION)) {
                throw new MailboxExists(wanted.number());
            }
            throw e;
        }
    }

    private Optional<MailboxDirectory.Entry> insert(
            Handle tx, NewMailbox wanted, @Nullable String hash) {
        tx.createUpdate(
                        """
                        INSERT INTO mailbox (id, number, name, language, pin_hash, created_at)
                        VALUES (:id, :number, :name, :language, :hash, :now)\
                        """)
                .bind("id", UUID.randomUUID())
                .bind("number", wanted.number())
                .bind("name", wanted.name())
                .bind(
                        "language",
                        wanted.language() == null
                                ? MailboxRules.LANGUAGE_DEFAULT
                                : wanted.language())
                .bind("hash", hash)
                .bind("now", Rows.time(clock.instant()))
                .execute();
        return MailboxDirectory.select(tx, wanted.number());
    }

    /// The mailbox after the change; empty if there is none.
    ///
    /// @throws InvalidMailbox for a value that is not allowed
    public Optional<Mailbox> update(String number, MailboxChange change) {
        String name = change.name();
        String pin = change.pin();
        MailboxRules.checkLanguage(change.language());
        if (name != null && !name.isEmpty()) {
            MailboxRules.checkName(name);
        }
        if (pin != null && !pin.isEmpty()) {
            MailboxRules.checkPin(pin);
        }
        String hash = pin == null || pin.isEmpty() ? null : hashes.hash(pin);
        return directory
                .remember(number, database.inTransaction(tx -> update(tx, number, change, hash)))
                .map(MailboxDirectory.Entry::mailbox);
    }

    private static Optional<MailboxDirectory.Entry> update(
            Handle tx, String number, MailboxChange change, @Nullable String hash) {
        tx.createUpdate(
                        """
                        UPDATE mailbox SET
                            name = CASE WHEN :newName THEN nullif(:name, '') ELSE name END,
                            language = coalesce(:language, language),
                            pin_hash = CASE WHEN :newPin THEN :hash ELSE pin_hash END,
                            wrong_pins = CASE WHEN :newPin THEN 0 ELSE wrong_pins END,
                            locked_until = CASE WHEN :newPin THEN NULL ELSE locked_until END
                        WHERE number = :number\
                        """)
                .bind("newName", change.name() != null)
                .bind("name", change.name())
                .bind("language", change.language())
                .bind("newPin", change.pin() != null)
                .bind("hash", hash)
                .bind("number", number)
                .execute();
        return MailboxDirectory.select(tx, number);
    }

    /// Removes the box with its messages and their files; false if there is none.
    ///
    /// A recording in progress is refused when it ends; one that waits in the spool is removed.
    public boolean delete(String number) {
        boolean deleted = database.inTransaction(tx -> deleteRows(tx, number));
        directory.remember(number, Optional.empty());
        if (deleted) {
            recordings.removeDeleted();
        }
        return deleted;
    }

    private static boolean deleteRows(Handle tx, String number) {
        // This lock keeps out deposits, which share it through the foreign key, until the box is
        // gone.
        Optional<UUID> box =
                tx.createQuery("SELECT id FROM mailbox WHERE number = :number FOR UPDATE")
                        .bind("number", number)
                        .mapTo(UUID.class)
                        .findOne();
        for (UUID id : box.stream().toList()) {
            tx.createUpdate(
                            """
                            WITH gone AS (DELETE FROM message WHERE mailbox = :box RETURNING id)
                            INSERT INTO removed_recording (id) SELECT id FROM gone\
                            """)
                    .bind("box", id)
                    .execute();
            tx.createUpdate("DELETE FROM mailbox WHERE id = :box").bind("box", id).execute();
            tx.createUpdate("INSERT INTO removed_mailbox (id) VALUES (:box)")
                    .bind("box", id)
                    .execute();
        }
        return box.isPresent();
    }

    /// Checks a PIN given by a caller; wrong ones count across calls and lock the box for a while:
    /// the fifth for a minute, each further one for twice as long, at most an hour.
    ///
    /// @throws StorageUnavailable while the database is down
    public PinVerdict verifyPin(String number, char[] pin) {
        return guard.verify(number, pin);
    }

    void close() {
        hashes.close();
    }
}
