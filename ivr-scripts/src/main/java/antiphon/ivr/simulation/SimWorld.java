package antiphon.ivr.simulation;

import antiphon.ivr.world.Deposit;
import antiphon.ivr.world.World;
import antiphon.media.AudioClip;
import antiphon.storage.DepositResult;
import antiphon.storage.Mailbox;
import antiphon.storage.Message;
import antiphon.storage.MessageState;
import antiphon.storage.PinVerdict;
import antiphon.storage.RecordingFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Mailboxes, rooms and settings in memory; recordings have a length and no sound. One thread.
final class SimWorld implements World {
    /// What the product ships.
    private static final String MUSIC_SHIPPED = "default";

    private static final int RATE = 8000;

    private final Map<String, SimMailbox> mailboxes = new TreeMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private final Map<Path, Duration> recordings = new HashMap<>();
    private final Set<String> rooms = new HashSet<>();
    private final Set<String> lockedRooms = new HashSet<>();
    private final Set<String> fullRooms = new HashSet<>();
    private final Set<String> music = new HashSet<>(Set.of(MUSIC_SHIPPED));
    private final Set<String> missingPrompts = new HashSet<>();
    private boolean diskFull;
    private int lastNumber;

    SimMailbox add(String number, @Nullable String pin, int fresh, int saved, Instant at) {
        SimMailbox box = new SimMailbox(number, pin);
        mailboxes.put(number, box);
        for (int n = 0; n < saved + fresh; n++) {
            Path audio = newPath();
            recordings.put(audio, Duration.ofSeconds(5));
            RecordingFacts facts = new RecordingFacts(number, "1002", null, null, at);
            MessageState state = n < saved ? MessageState.SAVED : MessageState.NEW;
            box.messages().add(message(facts, audio, 5000, "hang-up", state));
        }
        return box;
    }

    void set(String setting, String value) {
        settings.put(setting, value);
    }

    void addRoom(String name, boolean locked, boolean full) {
        rooms.add(name);
        if (locked) {
            lockedRooms.add(name);
        }
        if (full) {
            fullRooms.add(name);
        }
    }

    void addMusic(String musicClass) {
        music.add(musicClass);
    }

    void fillDisk() {
        diskFull = true;
    }

    void removeMailbox(String number) {
        mailboxes.remove(number);
    }

    boolean full(String room) {
        return fullRooms.contains(room);
    }

    boolean locked(String room) {
        return lockedRooms.contains(room);
    }

    /// The simulated recorder has closed this file.
    void recorded(Path file, Duration length) {
        recordings.put(file, length);
    }

    Set<String> missingPrompts() {
        return missingPrompts;
    }

    /// Recordings that are neither messages nor deleted: none may be left when a call is over.
    int strayRecordings() {
        Set<Path> stray = new HashSet<>(recordings.keySet());
        mailboxes.values().forEach(box -> box.messages().forEach(one -> stray.remove(one.audio())));
        return stray.size();
    }

    @Override
    public Optional<Mailbox> mailbox(String number) {
        return Optional.ofNullable(mailboxes.get(number)).map(SimWorld::view);
    }

    private static Mailbox view(SimMailbox box) {
        int fresh =
                (int)
                        box.messages().stream()
                                .filter(one -> one.state() == MessageState.NEW)
                                .count();
        return new Mailbox(
                box.number(),
                null,
                "en",
                box.pin() != null,
                null,
                Instant.EPOCH,
                fresh,
                box.messages().size() - fresh);
    }

    @Override
    public PinVerdict verifyMailboxPin(String number, char[] pin) {
        SimMailbox box = mailboxes.get(number);
        if (box == null) {
            return PinVerdict.UNKNOWN;
        }
        if (box.pin() == null) {
            return PinVerdict.NO_PIN;
        }
        if (box.locked()) {
            return PinVerdict.LOCKED;
        }
        if (!box.pin().equals(new String(pin))) {
            box.wrongPin();
            return PinVerdict.WRONG;
        }
        box.rightPin();
        return PinVerdict.ACCEPTED;
    }

    @Override
    public List<Message> messages(String number) {
        SimMailbox box = mailboxes.get(number);
        return box == null ? List.of() : List.copyOf(box.messages());
    }

    @Override
    public boolean save(Message message) {
        SimMailbox box = mailboxes.get(message.mailbox());
        int place = box == null ? -1 : place(box, message);
        if (box == null || place < 0) {
            return false;
        }
        Message old = box.messages().get(place);
        Message saved =
                new Message(
                        old.id(),
                        old.mailbox(),
                        MessageState.SAVED,
                        old.callerNumber(),
                        old.callerName(),
                        old.recordedAt(),
                        old.durationMillis(),
                        old.callId(),
                        old.audio(),
                        old.ending());
        box.messages().set(place, saved);
        return true;
    }

    @Override
    public boolean delete(Message message) {
        SimMailbox box = mailboxes.get(message.mailbox());
        int place = box == null ? -1 : place(box, message);
        if (box == null || place < 0) {
            return false;
        }
        recordings.remove(box.messages().remove(place).audio());
        return true;
    }

    private static int place(SimMailbox box, Message message) {
        for (int place = 0; place < box.messages().size(); place++) {
            if (box.messages().get(place).id().equals(message.id())) {
                return place;
            }
        }
        return -1;
    }

    @Override
    public Optional<Deposit> deposit(RecordingFacts facts) {
        return diskFull ? Optional.empty() : Optional.of(new SimDeposit(facts, newPath()));
    }

    private final class SimDeposit implements Deposit {
        private final RecordingFacts facts;
        private final Path audio;

        SimDeposit(RecordingFacts facts, Path audio) {
            this.facts = facts;
            this.audio = audio;
        }

        @Override
        public Path audio() {
            return audio;
        }

        @Override
        public DepositResult finish(long durationMillis, String ending) {
            SimMailbox box = mailboxes.get(facts.mailbox());
            if (box == null || !recordings.containsKey(audio)) {
                recordings.remove(audio);
                return new DepositResult.Refused("no such mailbox, or nothing recorded");
            }
            Message message = message(facts, audio, durationMillis, ending, MessageState.NEW);
            box.messages().add(message);
            return new DepositResult.Stored(message);
        }

        @Override
        public void discard() {
            recordings.remove(audio);
        }
    }

    private Message message(
            RecordingFacts facts, Path audio, long millis, String ending, MessageState state) {
        return new Message(
                new UUID(0, ++lastNumber),
                facts.mailbox(),
                state,
                facts.callerNumber(),
                facts.callerName(),
                facts.recordedAt(),
                millis,
                facts.callId(),
                audio,
                ending);
    }

    @Override
    public Optional<Path> scratchRecording() {
        return diskFull ? Optional.empty() : Optional.of(newPath());
    }

    private Path newPath() {
        return Path.of("recording-" + ++lastNumber + ".wav");
    }

    @Override
    public Optional<AudioClip> readRecording(Path file) {
        Duration length = recordings.get(file);
        if (length == null) {
            return Optional.empty();
        }
        short[] silence = new short[(int) (length.toMillis() * RATE / 1000)];
        return Optional.of(AudioClip.of(file.toString(), RATE, silence));
    }

    @Override
    public void deleteScratch(Path file) {
        recordings.remove(file);
    }

    @Override
    public void promptMissing(String language, String id) {
        missingPrompts.add(language + "/" + id);
    }

    @Override
    public boolean musicExists(String musicClass) {
        return music.contains(musicClass);
    }

    @Override
    public boolean mailboxExists(String number) {
        return mailboxes.containsKey(number);
    }

    @Override
    public long mailboxMessages(String number) {
        return messages(number).size();
    }

    @Override
    public boolean roomExists(String name) {
        return rooms.contains(name);
    }

    @Override
    public long roomMembers(String name) {
        return 0;
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
