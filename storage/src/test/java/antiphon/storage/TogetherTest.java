package antiphon.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many at once on one mailbox: what other systems, which number their files, lose or mix up.
class TogetherTest {
    private static final int CALLERS = 50;

    @TempDir Path stateDir;
    House house;

    @BeforeEach
    void open() {
        house = new House(stateDir);
        house.box("1001");
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void fiftyCallersHangUpTogetherWhileTheOwnerDeletesSavesAndTheReconcilerRuns()
            throws Exception {
        var deposited = new ConcurrentLinkedQueue<UUID>();
        var deleted = new ConcurrentLinkedQueue<UUID>();
        var told = new ConcurrentLinkedQueue<UUID>();
        house.storage.onMessageStored(message -> told.add(message.id()));
        var hangUp = new CyclicBarrier(CALLERS);
        List<Future<?>> all = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(
                        threads.submit(() -> {
                            deposited.add(call(hangUp));
                            return null;
                        }));
            }
            all.add(
                    threads.submit(() -> {
                        while (!callers.stream().allMatch(Future::isDone)) {
                            tidyUp(deleted);
                        }
                        return null;
                    }));
            all.add(
                    threads.submit(() -> {
                        while (!callers.stream().allMatch(Future::isDone)) {
                            ReconcileReport report = house.storage.recordings().reconcile();
                            assertThat(report.rowsWithoutFile()).isEmpty();
                            assertThat(report.unclaimed()).isEmpty();
                        }
                        return null;
                    }));
            all.addAll(callers);
        }
        for (Future<?> one : all) {
            one.get();
        }

        Set<UUID> expected = new HashSet<>(deposited);
        assertThat(expected).hasSize(CALLERS);
        // On a machine so busy that a deposit waited too long for its turn, the spool has it for a
        // moment.
        House.await(
                "everything is stored", () -> new HashSet<>(told).equals(new HashSet<>(deposited)));
        assertThat(deleted).isNotEmpty();
        expected.removeAll(deleted);
        assertThat(house.messages("1001"))
                .extracting(Message::id)
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(house.files()).isEqualTo(house.expectedFiles("1001"));
        Mailbox box = house.storage.mailboxes().find("1001").orElseThrow();
        assertThat(box.newMessages() + box.savedMessages()).isEqualTo(expected.size());
        house.restart();
        assertThat(house.messages("1001")).hasSameSizeAs(expected);
    }

    private UUID call(CyclicBarrier hangUp) throws Exception {
        IncomingRecording recording = house.begin("1001");
        Wav.write(recording.audio(), 400);
        hangUp.await(60, TimeUnit.SECONDS);
        DepositResult result = house.storage.recordings().finish(recording, 400, "hang-up");
        assertThat(result).isNotInstanceOf(DepositResult.Refused.class);
        return recording.id();
    }

    /// Deletes one in two, saves the others.
    private void tidyUp(ConcurrentLinkedQueue<UUID> deleted) {
        for (Message message : house.messages("1001")) {
            if (message.id().getLeastSignificantBits() % 2 != 0) {
                house.storage.messages().setState("1001", message.id(), MessageState.SAVED);
            } else if (house.storage.messages().delete("1001", message.id())) {
                deleted.add(message.id());
            }
        }
    }

    @Test
    void aMailboxDeletedUnderFiftyDepositsLeavesNothingBehind() throws Exception {
        var hangUp = new CyclicBarrier(CALLERS + 1);
        List<Future<DepositResult>> results = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                results.add(threads.submit(() -> deposit(hangUp)));
            }
            hangUp.await(60, TimeUnit.SECONDS);
            house.storage.mailboxes().delete("1001");
        }
        for (Future<DepositResult> result : results) {
            result.get();
        }
        House.await("nothing is left", this::noFiles);
    }

    private boolean noFiles() {
        try {
            return house.files().isEmpty();
        } catch (IOException | UncheckedIOException _) {
            return false; // a file vanished while we looked
        }
    }

    private DepositResult deposit(CyclicBarrier hangUp) throws Exception {
        IncomingRecording recording = house.begin("1001");
        Wav.write(recording.audio(), 400);
        hangUp.await(60, TimeUnit.SECONDS);
        return house.storage.recordings().finish(recording, 400, "hang-up");
    }
}
