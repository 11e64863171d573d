package antiphon.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The road of a recording from its first sample to its row, and out again. Safe for any thread;
/// each call does file and database work and may take as long as they do.
///
/// | | step | when the server dies right after it, the next start |
/// |---|---|---|
/// | 1 | `incoming/ID.json` with the facts, synced, renamed into place | finds no audio: removes the facts |
/// | 2 | the recorder writes `incoming/ID.wav` | repairs the header, goes on with 5; shorter than [#MESSAGE_MILLIS_MIN]: removes both |
/// | 3 | facts get duration and ending | goes on with 4 |
/// | 4 | audio synced | goes on with 5 |
/// | 5 | audio renamed to `ab/ID.wav`, both folders synced | goes on with 6 |
/// | 6 | one transaction: row of the message | finds the row: goes on with 7 |
/// | 7 | facts removed | has nothing to do |
///
/// The facts file is the promise still open. A row is made only from a facts file, so a file
/// without facts is left alone, and reported. Step 6 makes no second row for an ID: it may be
/// repeated whenever its outcome is unknown. Database down: the deposit stops before 6 and is
/// *spooled*; [#reconcile] goes on when the database is back.
///
/// | | deleting a message | when the server dies right after it, the next start |
/// |---|---|---|
/// | A | one transaction: row deleted, ID into `removed_recording` | goes on with B |
/// | B | audio, then facts (if step 7 never came) removed, folder synced | goes on with C |
/// | C | ID taken out of `removed_recording` | has nothing to do |
///
/// Step 6 refuses an ID in `removed_recording`, and B comes before C, so a deleted message cannot
/// come back. A deleted mailbox does A for all its messages and puts its own identity into
/// `removed_mailbox` for good; step 6 then answers *deleted*, and files and facts go.
public final class Recordings {
    private static final Logger log = LoggerFactory.getLogger(Recordings.class);

    /// A recording that broke off before this is a click or a breath, and removed. Finished ones
    /// are never too short.
    static final long MESSAGE_MILLIS_MIN = 300;

    /// Recording begins only with this much room, so that PostgreSQL, which stops when it cannot
    /// write, has the rest.
    static final long DISK_RESERVE_BYTES = 16L << 20;

    private final Database database;
    private final MailboxDirectory directory;
    private final RecordingFolder folder;
    private final MessageRows rows;
    private final Consumer<DepositStep> observer;
    private final RecordingLocks locks = new RecordingLocks();

    /// Being recorded now, by this process: the reconciler leaves them alone.
    private final Set<UUID> inProgress = ConcurrentHashMap.newKeySet();

    private final List<Consumer<Message>> listeners = new CopyOnWriteArrayList<>();
    private final Reconciler reconciler;
    private volatile Runnable onSpooled = () -> {};

    Recordings(
            Database database,
            MailboxDirectory directory,
            RecordingFolder folder,
            MessageRows rows,
            Consumer<DepositStep> observer) {
        this.database = database;
        this.directory = directory;
        this.folder = folder;
        this.rows = rows;
        this.observer = observer;
        this.reconciler = new Reconciler(database, folder, this);
    }

    /// Notes the facts durably and names the file to record into. Works while the database is down.
    ///
    /// @throws RecordingRefused when the disk is full or not writable
    public IncomingRecording begin(RecordingFacts facts) {
        UUID id = UUID.randomUUID();
        UUID mailboxId =
                directory.find(facts.mailbox()).map(MailboxDirectory.Entry::id).orElse(null);
        inProgress.add(id);
        try {
            long free = Files.getFileStore(folder.root()).getUsableSpace();
            if (free < DISK_RESERVE_BYTES) {
                throw new IOException(
                        "only %d kB are free, %d kB must be"
                                .formatted(free >> 10, DISK_RESERVE_BYTES >> 10));
            }
            Facts.of(id, mailboxId, facts).write(folder.facts(id));
        } catch (IOException e) {
            inProgress.remove(id);
            throw new RecordingRefused(
                    "no recording in %s: %s".formatted(folder.root(), Folders.reason(e)), e);
        }
        observer.accept(DepositStep.FACTS_WRITTEN);
        return new IncomingRecording(id, folder.incomingAudio(id), facts);
    }

    /// Takes over a file that the recorder has closed. Keeps the message even while the database is
    /// down.
    ///
    /// @param ending a word for why it ended, such as `hang-up` or `silence`
    public DepositResult finish(IncomingRecording recording, long durationMillis, String ending) {
        UUID id = recording.id();
        try (var _ = locks.hold(id)) {
            boolean incoming = Files.exists(folder.incomingAudio(id));
            Facts begun = Facts.read(folder.facts(id));
            if (begun == null && incoming) {
                begun =
                        Facts.of(
                                id,
                                null,
                                recording.facts()); // someone took the facts away; we still know
                // them
            }
            if (begun == null) {
                return new DepositResult.Refused("the recording is not open any more");
            }
            if (!incoming && Files.notExists(folder.audio(id))) {
                Folders.deleteDurably(folder.facts(id));
                return new DepositResult.Refused("no audio was recorded");
            }
            Facts facts = begun.ended(durationMillis, ending);
            if (incoming) {
                noteEnd(facts);
                Folders.sync(folder.incomingAudio(id));
                observer.accept(DepositStep.AUDIO_SYNCED);
                folder.takeIn(id);
                observer.accept(DepositStep.AUDIO_MOVED);
            }
            return switch (enter(facts)) {
                case MessageRows.Entry.Present(Message message) ->
                        new DepositResult.Stored(message);
                case MessageRows.Entry.Deleted _ ->
                        new DepositResult.Refused("the message or its mailbox has been deleted");
                case MessageRows.Entry.NoMailbox _ ->
                        spooled(recording, "there is no mailbox " + facts.mailbox(), null);
            };
        } catch (StorageUnavailable e) {
            return spooled(recording, String.valueOf(e.getMessage()), null);
        } catch (IOException e) {
            return spooled(recording, Folders.reason(e), e);
        } catch (RuntimeException e) {
            return spooled(recording, e.toString(), e); // our mistake, but the caller's message
        } finally {
            inProgress.remove(id);
        }
    }

    /// Losing this to a full disk loses only the ending's name: the facts and the audio are there.
    private void noteEnd(Facts facts) {
        try {
            facts.write(folder.facts(facts.id()));
        } catch (IOException e) {
            log.warn(
                    "the end of recording {} could not be noted: {}",
                    facts.id(),
                    Folders.reason(e));
        }
        observer.accept(DepositStep.END_NOTED);
    }

    /// Steps 6 and 7. Under the recording's lock.
    MessageRows.Entry enter(Facts facts) throws IOException {
        MessageRows.Entry entry = database.inTransaction(tx -> rows.insert(tx, facts));
        observer.accept(DepositStep.ROW_COMMITTED);
        switch (entry) {
            case MessageRows.Entry.Present(Message message) -> {
                forgetFacts(message.id());
                tell(message);
            }
            case MessageRows.Entry.Deleted _ -> folder.remove(facts.id());
            case MessageRows.Entry.NoMailbox _ -> {}
        }
        return entry;
    }

    private void forgetFacts(UUID id) {
        try {
            Folders.deleteDurably(folder.facts(id));
        } catch (IOException e) {
            log.warn("{} stays until the next start: {}", folder.facts(id), Folders.reason(e));
        }
        observer.accept(DepositStep.FACTS_REMOVED);
    }

    private DepositResult spooled(
            IncomingRecording recording, String reason, @Nullable Throwable unexpected) {
        log.warn(
                "message {} for mailbox {} is spooled: {}",
                recording.id(),
                recording.facts().mailbox(),
                reason,
                unexpected);
        onSpooled.run();
        return new DepositResult.Spooled(recording.id(), reason);
    }

    /// Forgets a recording that is not worth keeping. One that has been finished stays.
    public void discard(IncomingRecording recording) {
        try (var _ = locks.hold(recording.id())) {
            if (inProgress.contains(recording.id())) {
                folder.remove(recording.id());
            }
        } catch (IOException e) {
            log.warn("recording {} could not be discarded: {}", recording.id(), Folders.reason(e));
        } finally {
            inProgress.remove(recording.id());
        }
    }

    /// Brings files and rows together: at start, whenever the database comes back, and when asked.
    /// Recordings in progress are left alone.
    ///
    /// @throws StorageUnavailable when the database is down, or the folder cannot be read
    public ReconcileReport reconcile() {
        return reconciler.run();
    }

    /// What the last [#reconcile] found; empty before the first.
    public Optional<ReconcileReport> lastReport() {
        return reconciler.lastReport();
    }

    /// Steps B and C for one message. What fails here is done by the reconciler.
    void removeDeleted(UUID id) {
        observer.accept(DepositStep.ROW_DELETED);
        try (var _ = locks.hold(id)) {
            removeFiles(id);
        } catch (IOException e) {
            log.warn("deleted message {} still has files: {}", id, Folders.reason(e));
        } catch (StorageUnavailable e) {
            log.warn("the removal of message {} is to be completed: {}", id, e.getMessage());
        }
    }

    /// Steps B and C for all that is noted, and what the spool holds for deleted boxes.
    void removeDeleted() {
        observer.accept(DepositStep.ROW_DELETED);
        try {
            reconciler.removeDeleted();
        } catch (IOException e) {
            log.warn("deleted messages still have files: {}", Folders.reason(e));
        } catch (StorageUnavailable e) {
            log.warn("the removal of deleted messages is to be completed: {}", e.getMessage());
        }
    }

    /// Under the recording's lock; whether there was any file.
    boolean removeFiles(UUID id) throws IOException {
        boolean removed = folder.remove(id);
        observer.accept(DepositStep.FILES_REMOVED);
        database.useTransaction(tx -> MessageRows.forgetRemoved(tx, id));
        observer.accept(DepositStep.REMOVAL_FORGOTTEN);
        return removed;
    }

    RecordingLocks.Held hold(UUID id) {
        return locks.hold(id);
    }

    boolean isInProgress(UUID id) {
        return inProgress.contains(id);
    }

    void onMessageStored(Consumer<Message> listener) {
        listeners.add(listener);
    }

    void onSpooled(Runnable action) {
        onSpooled = action;
    }

    private void tell(Message message) {
        for (Consumer<Message> listener : listeners) {
            try {
                listener.accept(message);
            } catch (RuntimeException e) {
                log.error("a listener failed on message {}", message.id(), e);
            }
        }
    }
}
