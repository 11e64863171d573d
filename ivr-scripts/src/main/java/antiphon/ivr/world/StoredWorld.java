package antiphon.ivr.world;

import antiphon.media.AudioClip;
import antiphon.media.Conference;
import antiphon.media.MediaEngine;
import antiphon.storage.DepositResult;
import antiphon.storage.IncomingRecording;
import antiphon.storage.Mailbox;
import antiphon.storage.Message;
import antiphon.storage.MessageState;
import antiphon.storage.PinVerdict;
import antiphon.storage.RecordingFacts;
import antiphon.storage.RecordingRefused;
import antiphon.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server's own world: PostgreSQL, audio files, live rooms. Safe for any thread.
public final class StoredWorld implements World {
    private static final Logger LOG = LoggerFactory.getLogger(StoredWorld.class);

    private final Storage storage;
    private final MediaEngine engine;
    private final Path scratch;
    private final Map<String, String> settings;
    private final BiConsumer<String, String> missingPrompts;

    /// @param scratch folder for recordings that live as long as their call; emptied here
    /// @param settings plain values that flows read with `setting("…")`
    /// @param missingPrompts counts a prompt that is missing: language, id
    public StoredWorld(
            Storage storage,
            MediaEngine engine,
            Path scratch,
            Map<String, String> settings,
            BiConsumer<String, String> missingPrompts) {
        this.storage = storage;
        this.engine = engine;
        this.scratch = scratch;
        this.settings = Map.copyOf(settings);
        this.missingPrompts = missingPrompts;
        emptyScratch();
    }

    /// What an earlier run left: its calls are over.
    private void emptyScratch() {
        try {
            Files.createDirectories(scratch);
            try (var files = Files.list(scratch)) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            LOG.warn("cannot empty {}: {}", scratch, e.toString());
        }
    }

    @Override
    public Optional<Mailbox> mailbox(String number) {
        return storage.mailboxes().find(number);
    }

    @Override
    public PinVerdict verifyMailboxPin(String number, char[] pin) {
        return storage.mailboxes().verifyPin(number, pin);
    }

    @Override
    public List<Message> messages(String mailbox) {
        return storage.messages().list(mailbox);
    }

    @Override
    public boolean save(Message message) {
        return storage.messages().setState(message.mailbox(), message.id(), MessageState.SAVED);
    }

    @Override
    public boolean delete(Message message) {
        return storage.messages().delete(message.mailbox(), message.id());
    }

    @Override
    public Optional<Deposit> deposit(RecordingFacts facts) {
        try {
            return Optional.of(new StoredDeposit(storage.recordings().begin(facts)));
        } catch (RecordingRefused e) {
            LOG.error("no message can be recorded: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private final class StoredDeposit implements Deposit {
        private final IncomingRecording recording;

        StoredDeposit(IncomingRecording recording) {
            this.recording = recording;
        }

        @Override
        public Path audio() {
            return recording.audio();
        }

        @Override
        public DepositResult finish(long durationMillis, String ending) {
            return storage.recordings().finish(recording, durationMillis, ending);
        }

        @Override
        public void discard() {
            storage.recordings().discard(recording);
        }
    }

    @Override
    public boolean musicExists(String musicClass) {
        return engine.musicClasses().contains(musicClass);
    }

    @Override
    public Optional<Path> scratchRecording() {
        return Files.isWritable(scratch)
                ? Optional.of(scratch.resolve(UUID.randomUUID() + ".wav"))
                : Optional.empty();
    }

    @Override
    public Optional<AudioClip> readRecording(Path file) {
        try {
            return Optional.of(AudioClip.readWav(String.valueOf(file.getFileName()), file));
        } catch (IOException e) {
            LOG.error("recording {} cannot be played: {}", file, e.toString());
            return Optional.empty();
        }
    }

    @Override
    public void deleteScratch(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("cannot delete {}: {}", file, e.toString());
        }
    }

    @Override
    public void promptMissing(String language, String id) {
        missingPrompts.accept(language, id);
    }

    @Override
    public boolean mailboxExists(String number) {
        return storage.mailboxes().find(number).isPresent();
    }

    @Override
    public long mailboxMessages(String number) {
        return storage.mailboxes()
                .find(number)
                .map(box -> (long) box.newMessages() + box.savedMessages())
                .orElse(0L);
    }

    // Rooms have no settings of their own yet: one exists while somebody is in it.
    @Override
    public boolean roomExists(String name) {
        return roomMembers(name) > 0;
    }

    @Override
    public long roomMembers(String name) {
        return engine.findConference(name).map(Conference::participants).map(List::size).orElse(0);
    }

    @Override
    public boolean roomAnnouncesNames(String name) {
        return false;
    }

    @Override
    public @Nullable String setting(String name) {
        return settings.get(name);
    }
}
