package antiphon.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Goes on with what was interrupted (see the tables in [Recordings]), then compares all rows with
/// all files.
///
/// Never removes audio on a guess: only what its row's deletion, its mailbox's deletion or its own
/// shortness condemns. One run at a time, beside deposits and removals.
final class Reconciler {
    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

    /// Names of missing and stray files in the log of one run; the report has them all.
    private static final int NAMES_LOGGED_MAX = 20;

    private final Database database;
    private final RecordingFolder folder;
    private final Recordings recordings;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile @Nullable ReconcileReport lastReport;

    Reconciler(Database database, RecordingFolder folder, Recordings recordings) {
        this.database = database;
        this.folder = folder;
        this.recordings = recordings;
    }

    /// What a run has found so far.
    private static final class Findings {
        private int broughtIn;
        private int repaired;
        private int removedEmpty;
        private int removedDeleted;
        private final List<UUID> rowsWithoutFile = new ArrayList<>();
        private final List<Path> unclaimed = new ArrayList<>();

        ReconcileReport report() {
            return new ReconcileReport(
                    broughtIn,
                    repaired,
                    removedEmpty,
                    removedDeleted,
                    List.copyOf(rowsWithoutFile),
                    List.copyOf(unclaimed));
        }
    }

    Optional<ReconcileReport> lastReport() {
        return Optional.ofNullable(lastReport);
    }

    ReconcileReport run() {
        turn.lock();
        try {
            var findings = new Findings();
            removeDeleted(findings);
            goOn(findings);
            compare(findings);
            ReconcileReport report = findings.report();
            lastReport = report;
            tell(report);
            return report;
        } catch (IOException e) {
            throw new StorageUnavailable(
                    "recordings in %s cannot be read: %s"
                            .formatted(folder.root(), Folders.reason(e)),
                    e);
        } finally {
            turn.unlock();
        }
    }

    /// Removes the files of deleted messages, and what the spool holds for deleted mailboxes.
    void removeDeleted() throws IOException {
        turn.lock();
        try {
            var findings = new Findings();
            removeDeleted(findings);
            goOn(findings);
        } finally {
            turn.unlock();
        }
    }

    private void removeDeleted(Findings findings) throws IOException {
        for (UUID id : database.inTransaction(MessageRows::removed)) {
            try (var _ = recordings.hold(id)) {
                if (recordings.removeFiles(id)) {
                    findings.removedDeleted++;
                }
            }
        }
    }

    private void goOn(Findings findings) throws IOException {
        RecordingFolder.Incoming incoming = folder.incoming();
        findings.unclaimed.addAll(incoming.strangers());
        for (UUID id : incoming.facts()) {
            try (var _ = recordings.hold(id)) {
                if (!recordings.isInProgress(id)) {
                    goOn(id, findings);
                }
            }
        }
        for (UUID id : incoming.halfWritten()) {
            try (var _ = recordings.hold(id)) {
                if (!recordings.isInProgress(id)) {
                    folder.removeHalfWritten(id);
                }
            }
        }
        for (UUID id : incoming.audio()) {
            try (var _ = recordings.hold(id)) {
                boolean alone =
                        Files.notExists(folder.facts(id)) && Files.exists(folder.incomingAudio(id));
                if (alone && !recordings.isInProgress(id)) {
                    findings.unclaimed.add(folder.incomingAudio(id));
                }
            }
        }
    }

    /// One deposit that is not known to be complete. Under its lock.
    private void goOn(UUID id, Findings findings) throws IOException {
        Path factsFile = folder.facts(id);
        Facts facts = Facts.read(factsFile);
        if (facts == null || !facts.id().equals(id)) {
            if (Files.exists(factsFile)) {
                log.warn("{} is not readable; its recording is left alone", factsFile);
                findings.unclaimed.add(factsFile);
            }
            return;
        }
        boolean moved = Files.exists(folder.audio(id));
        Path audio = moved ? folder.audio(id) : folder.incomingAudio(id);
        if (Files.notExists(audio)) {
            log.info("recording {} for mailbox {} had not begun", id, facts.mailbox());
            Folders.deleteDurably(factsFile);
            return;
        }
        Facts measured = measure(facts, audio, findings);
        if (measured == null) {
            return;
        }
        if (!moved) {
            Folders.sync(audio);
            folder.takeIn(id);
        }
        enter(measured, findings);
    }

    /// The facts with the length the file really has; null if the recording is not to be brought
    /// in.
    private @Nullable Facts measure(Facts facts, Path audio, Findings findings) throws IOException {
        boolean ended = facts.ending() != null;
        WavFile wav = WavFile.repair(audio, ended);
        if (wav == null && ended) {
            log.warn("{} was finished but has no readable header; brought in as it is", audio);
            return facts;
        }
        if (wav == null && Files.size(audio) > WavFile.HEADER_BYTES_MIN) {
            log.warn("{} is not 16-bit mono WAV; left alone", audio);
            findings.unclaimed.add(audio);
            return null;
        }
        long durationMillis = wav == null ? 0 : wav.durationMillis();
        if (!ended && durationMillis < Recordings.MESSAGE_MILLIS_MIN) {
            log.info(
                    "recording {} for mailbox {} broke off after {} ms; removed",
                    facts.id(),
                    facts.mailbox(),
                    durationMillis);
            folder.remove(facts.id());
            findings.removedEmpty++;
            return null;
        }
        if (wav != null && wav.repaired()) {
            findings.repaired++;
        }
        return facts.ended(
                durationMillis, facts.ending() == null ? Facts.BROKEN_OFF : facts.ending());
    }

    private void enter(Facts facts, Findings findings) throws IOException {
        try {
            switch (recordings.enter(facts)) {
                case MessageRows.Entry.Present _ -> findings.broughtIn++;
                case MessageRows.Entry.Deleted _ -> findings.removedDeleted++;
                case MessageRows.Entry.NoMailbox _ -> {
                    log.warn(
                            "recording {} is for mailbox {}, which the database does not know; left alone",
                            facts.id(),
                            facts.mailbox());
                    findings.unclaimed.add(folder.facts(facts.id()));
                }
            }
        } catch (StorageUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            // One that the database will not have must not keep out the others.
            log.error("recording {} could not be brought in", facts.id(), e);
            findings.unclaimed.add(folder.facts(facts.id()));
        }
    }

    private void compare(Findings findings) throws IOException {
        Set<UUID> rows = new HashSet<>(database.inTransaction(MessageRows::all));
        Set<UUID> files = new HashSet<>(folder.audio());
        for (UUID id : rows) {
            if (!files.contains(id) && isStill(id, true)) {
                findings.rowsWithoutFile.add(id);
            }
        }
        for (UUID id : files) {
            if (!rows.contains(id) && isStill(id, false)) {
                findings.unclaimed.add(folder.audio(id));
            }
        }
    }

    /// Looks again: deposits and removals have gone on since the two lists were made.
    private boolean isStill(UUID id, boolean row) {
        try (var _ = recordings.hold(id)) {
            return database.inTransaction(tx ->
                    MessageRows.exists(tx, id) == row && !MessageRows.isRemoved(tx, id))
                    && Files.exists(folder.audio(id)) != row
                    && Files.notExists(folder.facts(id));
        }
    }

    private static void tell(ReconcileReport report) {
        if (report.broughtIn() + report.removedDeleted() > 0) {
            log.info(
                    "recordings: {} brought in, {} of them repaired, {} files of deleted messages removed",
                    report.broughtIn(),
                    report.repaired(),
                    report.removedDeleted());
        }
        if (!report.rowsWithoutFile().isEmpty() || !report.unclaimed().isEmpty()) {
            log.warn(
                    "recordings: {} messages without audio, {} files without message",
                    report.rowsWithoutFile().size(),
                    report.unclaimed().size());
            report.rowsWithoutFile().stream()
                    .limit(NAMES_LOGGED_MAX)
                    .forEach(id -> log.warn("message without audio: {}", id));
            report.unclaimed().stream()
                    .limit(NAMES_LOGGED_MAX)
                    .forEach(file -> log.warn("file without message, left alone: {}", file));
        }
    }
}
