package antiphon.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A state folder with a database, a clock that tests move, and a way to die at a chosen step.
final class House implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final Path stateDir;
    final Clock clock = new Clock();
    private final String databaseUrl;
    private @Nullable DepositStep deadAfter;
    Storage storage;

    /// The server was stopped here; everything on the way up lets this pass.
    static final class Died extends Error {
        Died(DepositStep after) {
            super("after " + after);
        }
    }

    static final class Clock implements InstantSource {
        private volatile Instant now = NOON;

        @Override
        public Instant instant() {
            return now;
        }

        void advance(Duration time) {
            now = now.plus(time);
        }
    }

    House(Path stateDir) {
        this(stateDir, PostgresForTests.emptyDatabase());
    }

    House(Path stateDir, String databaseUrl) {
        this.stateDir = stateDir;
        this.databaseUrl = databaseUrl;
        this.storage = open();
    }

    private Storage open() {
        Consumer<DepositStep> observer =
                step -> {
                    if (step == deadAfter) {
                        throw new Died(step);
                    }
                };
        return Storage.open(new StorageSettings(stateDir, databaseUrl), clock, observer);
    }

    void dieAfter(@Nullable DepositStep step) {
        deadAfter = step;
    }

    /// As after `kill -9`: nothing is closed, and a new server starts on what is there.
    void restart() {
        deadAfter = null;
        storage.abandon();
        storage = open();
    }

    /// After an orderly close.
    void reopen() {
        storage = open();
    }

    Mailbox box(String number) {
        return storage.mailboxes().create(new NewMailbox(number, null, null, null));
    }

    IncomingRecording begin(String mailbox) {
        return storage.recordings()
                .begin(new RecordingFacts(mailbox, "+4312345", "Ann", "call-1", clock.instant()));
    }

    DepositResult deposit(String mailbox, int millis) throws IOException {
        IncomingRecording recording = begin(mailbox);
        Wav.write(recording.audio(), millis);
        return storage.recordings().finish(recording, millis, "hang-up");
    }

    Message stored(String mailbox, int millis) throws IOException {
        return switch (deposit(mailbox, millis)) {
            case DepositResult.Stored(Message message) -> message;
            case DepositResult other -> throw new AssertionError("not stored but " + other);
        };
    }

    List<Message> messages(String mailbox) {
        return storage.messages().list(mailbox);
    }

    /// Everything under `recordings` that is not a folder.
    List<String> files() throws IOException {
        Path root = stateDir.resolve("recordings");
        try (Stream<Path> tree = Files.walk(root)) {
            return tree.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    static String audioName(UUID id) {
        return id.toString().substring(0, 2) + "/" + id + ".wav";
    }

    /// Rows and files tell the same story, and no deposit is open.
    List<String> expectedFiles(String mailbox) {
        return messages(mailbox).stream().map(message -> audioName(message.id())).sorted().toList();
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never came: " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Override
    public void close() {
        storage.close();
    }
}
