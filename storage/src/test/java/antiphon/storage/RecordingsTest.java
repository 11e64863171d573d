package antiphon.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsTest {
    @TempDir Path stateDir;
    House house;

    @BeforeEach
    void open() {
        house = new House(stateDir);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aFinishedRecordingIsAMessageWithAllItsFacts() throws IOException {
        house.box("1001");
        Message message = house.stored("1001", 2_000);
        assertThat(house.messages("1001")).containsExactly(message);
        assertThat(message)
                .isEqualTo(
                        new Message(
                                message.id(),
                                "1001",
                                MessageState.NEW,
                                "+4312345",
                                "Ann",
                                House.NOON,
                                2_000,
                                "call-1",
                                stateDir.resolve("recordings")
                                        .resolve(House.audioName(message.id())),
                                "hang-up"));
        assertThat(message.audio()).hasSize(44 + 2 * 2 * Wav.RATE);
        assertThat(house.files()).containsExactly(House.audioName(message.id()));
    }

    @Test
    void messagesComeOldestFirstAndAreCounted() throws IOException {
        house.box("1001");
        List<UUID> deposited = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            deposited.add(house.stored("1001", 500).id());
        }
        assertThat(house.messages("1001")).extracting(Message::id).isEqualTo(deposited);
        assertThat(house.storage.messages().setState("1001", deposited.get(2), MessageState.SAVED))
                .isTrue();
        Mailbox box = house.storage.mailboxes().find("1001").orElseThrow();
        assertThat(box.newMessages()).isEqualTo(4);
        assertThat(box.savedMessages()).isEqualTo(1);
        assertThat(house.storage.mailboxes().list()).containsExactly(box);
        assertThat(house.messages("1001")).extracting(Message::id).isEqualTo(deposited);
    }

    @Test
    void aMessageIsReachedOnlyThroughItsOwnMailbox() throws IOException {
        house.box("1001");
        house.box("1002");
        Messages messages = house.storage.messages();
        UUID id = house.stored("1001", 500).id();
        assertThat(messages.find("1001", id)).isPresent();
        assertThat(messages.find("1002", id)).isEmpty();
        assertThat(messages.setState("1002", id, MessageState.SAVED)).isFalse();
        assertThat(messages.delete("1002", id)).isFalse();
        assertThat(messages.find("1001", id).orElseThrow().state()).isEqualTo(MessageState.NEW);
    }

    @Test
    void aDeletedMessageIsGoneWithItsFile() throws IOException {
        house.box("1001");
        UUID id = house.stored("1001", 500).id();
        assertThat(house.storage.messages().delete("1001", id)).isTrue();
        assertThat(house.storage.messages().delete("1001", id)).isFalse();
        assertThat(house.messages("1001")).isEmpty();
        assertThat(house.files()).isEmpty();
    }

    @Test
    void aDeletedMailboxTakesItsMessagesAndFilesAlong() throws IOException {
        house.box("1001");
        house.box("1002");
        house.stored("1001", 500);
        house.stored("1001", 500);
        Message other = house.stored("1002", 500);
        assertThat(house.storage.mailboxes().delete("1001")).isTrue();
        assertThat(house.storage.mailboxes().delete("1001")).isFalse();
        assertThat(house.storage.mailboxes().find("1001")).isEmpty();
        assertThat(house.files()).containsExactly(House.audioName(other.id()));
    }

    @Test
    void aRecordingForAMailboxDeletedMeanwhileIsRefusedAndDoesNotReachItsSuccessor()
            throws IOException {
        house.box("1001");
        IncomingRecording recording = house.begin("1001");
        Wav.write(recording.audio(), 1_000);
        house.storage.mailboxes().delete("1001");
        house.box("1001");
        assertThat(house.storage.recordings().finish(recording, 1_000, "hang-up"))
                .isInstanceOf(DepositResult.Refused.class);
        assertThat(house.messages("1001")).isEmpty();
        assertThat(house.files()).isEmpty();
    }

    @Test
    void aDiscardedRecordingLeavesNothing() throws IOException {
        house.box("1001");
        IncomingRecording recording = house.begin("1001");
        Wav.write(recording.audio(), 100);
        house.storage.recordings().discard(recording);
        assertThat(house.files()).isEmpty();
        assertThat(house.messages("1001")).isEmpty();
    }

    @Test
    void aRecordingWithoutAudioIsRefused() throws IOException {
        house.box("1001");
        IncomingRecording recording = house.begin("1001");
        assertThat(house.storage.recordings().finish(recording, 0, "hang-up"))
                .isEqualTo(new DepositResult.Refused("no audio was recorded"));
        assertThat(house.files()).isEmpty();
    }

    @Test
    void finishingTwiceMakesNoSecondMessage() throws IOException {
        house.box("1001");
        IncomingRecording recording = house.begin("1001");
        Wav.write(recording.audio(), 1_000);
        house.storage.recordings().finish(recording, 1_000, "hang-up");
        house.storage.recordings().finish(recording, 1_000, "hang-up");
        assertThat(house.messages("1001")).hasSize(1);
        assertThat(house.files()).isEqualTo(house.expectedFiles("1001"));
    }

    @Test
    void discardingWhatIsFinishedDoesNothing() throws IOException {
        house.box("1001");
        IncomingRecording recording = house.begin("1001");
        Wav.write(recording.audio(), 1_000);
        house.storage.recordings().finish(recording, 1_000, "hang-up");
        house.storage.recordings().discard(recording);
        assertThat(house.messages("1001")).hasSize(1);
        assertThat(house.files()).isEqualTo(house.expectedFiles("1001"));
    }

    @Test
    void aHostileCallerNameLosesNoMessage() throws IOException {
        house.box("1001");
        String name = "A\0\n\"'); DROP TABLE message;--\ud800" + "x".repeat(1_000);
        IncomingRecording recording =
                house.storage
                        .recordings()
                        .begin(
                                new RecordingFacts(
                                        "1001",
                                        "\udc00",
                                        name,
                                        "\u0001" + "y".repeat(999),
                                        House.NOON));
        Wav.write(recording.audio(), 1_000);
        house.storage.recordings().finish(recording, 1_000, "hang-up");
        Message message = house.messages("1001").getFirst();
        assertThat(message.callerNumber()).isEqualTo("\ufffd");
        assertThat(message.callerName())
                .startsWith("A\"'); DROP TABLE message;--\ufffdxxx")
                .hasSize(126);
    }

    @Test
    void aRecordingInProgressIsLeftAloneByTheReconciler() throws IOException {
        house.box("1001");
        IncomingRecording recording = house.begin("1001");
        Wav.writeBrokenOff(recording.audio(), 1_000);
        ReconcileReport report = house.storage.recordings().reconcile();
        assertThat(report).isEqualTo(new ReconcileReport(0, 0, 0, 0, List.of(), List.of()));
        assertThat(recording.audio()).exists();
        Wav.write(recording.audio(), 2_000);
        assertThat(house.storage.recordings().finish(recording, 2_000, "hang-up"))
                .isInstanceOf(DepositResult.Stored.class);
    }

    @Test
    void aListenerHearsOfEachMessageAndItsFailureHarmsNobody() throws IOException {
        house.box("1001");
        List<Message> heard = new ArrayList<>();
        house.storage.onMessageStored(_ -> {
            throw new IllegalStateException("a listener's own trouble");
        });
        house.storage.onMessageStored(heard::add);
        Message message = house.stored("1001", 500);
        assertThat(heard).containsExactly(message);
    }

    @Test
    void aMessageWhoseFileIsMissingIsReportedAndKept() throws IOException {
        house.box("1001");
        Message message = house.stored("1001", 500);
        Files.delete(message.audio());
        ReconcileReport report = house.storage.recordings().reconcile();
        assertThat(report.rowsWithoutFile()).containsExactly(message.id());
        assertThat(house.storage.recordings().lastReport()).contains(report);
        assertThat(house.messages("1001")).containsExactly(message);
    }

    @Test
    void filesOfUnknownOriginAreReportedAndLeftAlone() throws IOException {
        UUID id = UUID.randomUUID();
        Path recordings = stateDir.resolve("recordings");
        Path stray = recordings.resolve(House.audioName(id));
        Path noFacts = recordings.resolve("incoming/" + UUID.randomUUID() + ".wav");
        Path badFacts = recordings.resolve("incoming/" + UUID.randomUUID() + ".json");
        Files.createDirectories(stray.getParent());
        Wav.write(stray, 1_000);
        Wav.write(noFacts, 1_000);
        Files.writeString(badFacts, "{\"id\": 5");
        ReconcileReport report = house.storage.recordings().reconcile();
        assertThat(report.unclaimed()).containsExactlyInAnyOrder(stray, noFacts, badFacts);
        assertThat(stray).exists();
        assertThat(noFacts).exists();
        assertThat(badFacts).exists();
    }
}
