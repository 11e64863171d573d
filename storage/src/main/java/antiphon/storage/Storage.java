package antiphon.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that lasts: PostgreSQL and the audio files. One per state folder. Safe for any
/// thread.
public final class Storage implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Storage.class);

    /// How often the database is asked whether it is there; trouble met by a statement asks at
    /// once.
    private static final int PROBE_MILLIS = 1_000;

    /// After a reconcile that failed, the next attempt.
    private static final long RECONCILE_RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final StateLock lock;
    private final @Nullable EmbeddedPostgres postgres;
    private final Database database;
    private final String description;
    private final Mailboxes mailboxes;
    private final Messages messages;
    private final Recordings recordings;
    private final FlowTexts flows;
    private final CallRecords callRecords;
    private final Semaphore nudges = new Semaphore(0);
    private final Thread watch;
    private volatile boolean closing;
    private volatile boolean reconcileDue;

    private Storage(
            StateLock lock,
            @Nullable EmbeddedPostgres postgres,
            Database database,
            String description,
            RecordingFolder folder,
            InstantSource clock,
            Consumer<DepositStep> observer) {
        this.lock = lock;
        this.postgres = postgres;
        this.database = database;
        this.description = description;
        var rows = new MessageRows(folder);
        var directory = new MailboxDirectory(database);
        this.recordings = new Recordings(database, directory, folder, rows, observer);
        this.mailboxes = new Mailboxes(database, directory, recordings, clock);
        this.messages = new Messages(database, rows, recordings);
        this.flows = new FlowTexts(database, clock);
        recordings.reconcile();
        mailboxes.list(); // remembered for when the database is down
        this.callRecords = new CallRecords(database, CallRecords.QUEUE_MAX);
        database.onFailure(nudges::release);
        recordings.onSpooled(this::spooled);
        this.watch = Thread.ofVirtual().name("storage-watch").start(this::watch);
    }

    /// Starts PostgreSQL if embedded, migrates, reconciles recordings.
    ///
    /// @throws StorageUnavailable saying what is wrong, where, and what is needed
    public static Storage open(StorageSettings settings) {
        return open(settings, InstantSource.system(), DepositStep.UNOBSERVED);
    }

    static Storage open(
            StorageSettings settings, InstantSource clock, Consumer<DepositStep> observer) {
        Path stateDir = settings.stateDir().toAbsolutePath().normalize();
        StateLock lock = StateLock.take(stateDir);
        EmbeddedPostgres postgres = null;
        Database database = null;
        try {
            var folder = new RecordingFolder(stateDir);
            folder.prepare();
            String url = settings.databaseUrl();
            DataSource source;
            String description;
            if (url == null) {
                postgres = EmbeddedPostgres.start(stateDir);
                source = postgres.dataSource();
                description = "embedded PostgreSQL in " + postgres.folder();
                Migrations.run(postgres.unhurriedDataSource(), description);
            } else {
                DatabaseUrl parsed = DatabaseUrl.parse(url);
                source = parsed.dataSource();
                description = parsed.toString();
                Migrations.run(parsed.unhurriedDataSource(), description);
            }
            database = new Database(source);
            if (postgres != null) {
                description = description.replace(" in ", " " + database.version() + " in ");
            }
            return new Storage(lock, postgres, database, description, folder, clock, observer);
        } catch (IOException e) {
            closeAll(database, postgres, lock);
            throw new StorageUnavailable(
                    "state folder %s cannot be used: %s; it must be a folder that this user may write"
                            .formatted(stateDir, Folders.reason(e)),
                    e);
        } catch (RuntimeException e) {
            closeAll(database, postgres, lock);
            throw e;
        }
    }

    private static void closeAll(@Nullable AutoCloseable... resources) {
        for (AutoCloseable resource : resources) {
            try {
                if (resource != null) {
                    resource.close();
                }
            } catch (Exception e) {
                log.warn("{} could not be closed", resource, e);
            }
        }
    }

    /// Whether the database answered when last asked; cheap.
    public boolean available() {
        return database.available();
    }

    /// Which database and where, without password.
    public String description() {
        return description;
    }

    public Mailboxes mailboxes() {
        return mailboxes;
    }

    public Messages messages() {
        return messages;
    }

    public Recordings recordings() {
        return recordings;
    }

    public FlowTexts flows() {
        return flows;
    }

    public CallRecords callRecords() {
        return callRecords;
    }

    /// Called after each message's commit, at least once, on the thread that stored it; a listener
    /// must be quick.
    public void onMessageStored(Consumer<Message> listener) {
        recordings.onMessageStored(listener);
    }

    private void spooled() {
        reconcileDue = true;
        nudges.release();
    }

    /// Keeps an eye on the database, and brings in what was spooled as soon as it is back.
    private void watch() {
        boolean wasUp = true;
        long notBefore = System.nanoTime();
        while (!closing) {
            try {
                if (nudges.tryAcquire(PROBE_MILLIS, TimeUnit.MILLISECONDS)) {
                    nudges.drainPermits();
                }
            } catch (InterruptedException _) {
                return;
            }
            if (closing) {
                return;
            }
            boolean up = database.probe();
            reconcileDue |= up && !wasUp;
            wasUp = up;
            if (up && reconcileDue && System.nanoTime() >= notBefore) {
                reconcileDue = false;
                if (!reconciled()) {
                    reconcileDue = true;
                    notBefore = System.nanoTime() + RECONCILE_RETRY_NANOS;
                }
            }
        }
    }

    private boolean reconciled() {
        try {
            recordings.reconcile();
            return true;
        } catch (RuntimeException e) {
            if (!closing) {
                log.warn(
                        "recordings could not be brought in, to be tried again: {}",
                        e.getMessage());
            }
            return false;
        }
    }

    /// Writes what waits, then stops the database cleanly. Nothing else may be in use any more.
    @Override
    public void close() {
        callRecords.close();
        mailboxes.close();
        endWatch();
        closeAll(database, postgres, lock);
    }

    private void endWatch() {
        closing = true;
        nudges.release(); // not an interrupt: that would break a connection in use
        try {
            watch.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// What is left when the process is killed: an unlocked state folder and, if embedded, a
    /// running database.
    void abandon() {
        callRecords.letGo();
        mailboxes.close();
        endWatch();
        if (postgres != null) {
            postgres.letGo();
        }
        closeAll(database, lock);
    }

    @Nullable EmbeddedPostgres postgres() {
        return postgres;
    }
}
