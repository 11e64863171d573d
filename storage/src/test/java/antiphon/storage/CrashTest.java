package antiphon.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The server dies after each step of the tables in [Recordings] and starts again on what is there.
class CrashTest {
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

    @ParameterizedTest
    @EnumSource(
            value = DepositStep.class,
            names = {"END_NOTED", "AUDIO_SYNCED", "AUDIO_MOVED", "ROW_COMMITTED", "FACTS_REMOVED"})
    void aFinishedMessageIsThereOnceAfterADeathAtAnyStepOfItsDeposit(DepositStep step)
            throws IOException {
        Message before = house.stored("1001", 500);
        IncomingRecording recording = house.begin("1001");
        Wav.write(recording.audio(), 2_000);
        house.dieAfter(step);
        assertThatThrownBy(() -> house.storage.recordings().finish(recording, 2_000, "silence"))
                .isInstanceOf(House.Died.class);

        house.restart();

        List<Message> messages = house.messages("1001");
        assertThat(messages).hasSize(2).contains(before);
        Message message = messages.getLast();
        assertThat(message.id()).isEqualTo(recording.id());
        assertThat(message.durationMillis()).isEqualTo(2_000);
        assertThat(message.ending()).isEqualTo("silence");
        assertThat(message.callerName()).isEqualTo("Ann");
        assertThat(house.files()).isEqualTo(house.expectedFiles("1001"));

        house.restart();
        assertThat(house.messages("1001")).isEqualTo(messages);
    }

    @Test
    void aRecordingBrokenOffWhileTheCallerSpokePlaysToItsLastSample() throws IOException {
        IncomingRecording recording = house.begin("1001");
        Wav.writeBrokenOff(recording.audio(), 3_250);
        house.restart();
        Message message = house.messages("1001").getFirst();
        assertThat(message.durationMillis()).isEqualTo(3_250);
        assertThat(message.ending()).isEqualTo(Facts.BROKEN_OFF);
        assertThat(Files.readAllBytes(message.audio())).isEqualTo(Wav.bytes(3_250, 2 * 3_250 * 8));
        assertThat(house.storage.recordings().lastReport().orElseThrow().repaired()).isEqualTo(1);
        assertThat(house.files()).isEqualTo(house.expectedFiles("1001"));
    }

    @Test
    void aRecordingBrokenOffInTheMiddleOfASampleLosesThatSampleOnly() throws IOException {
        IncomingRecording recording = house.begin("1001");
        byte[] whole = Wav.bytes(1_000, 0);
        Files.write(recording.audio(), Arrays.copyOf(whole, whole.length - 1));
        house.restart();
        Message message = house.messages("1001").getFirst();
        assertThat(message.audio()).hasSize(whole.length - 2);
        assertThat(Wav.dataBytesInHeader(message.audio())).isEqualTo(whole.length - 2 - 44);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 20, 299})
    void whatBrokeOffBeforeAWordWasSaidIsRemoved(int millis) throws IOException {
        IncomingRecording recording = house.begin("1001");
        if (millis >= 0) {
            Wav.writeBrokenOff(recording.audio(), millis);
        }
        house.restart();
        assertThat(house.messages("1001")).isEmpty();
        assertThat(house.files()).isEmpty();
    }

    @Test
    void aFinishedMessageIsKeptHoweverShort() throws IOException {
        IncomingRecording recording = house.begin("1001");
        Wav.write(recording.audio(), 40);
        house.dieAfter(DepositStep.END_NOTED);
        assertThatThrownBy(() -> house.storage.recordings().finish(recording, 40, "hang-up"))
                .isInstanceOf(House.Died.class);
        house.restart();
        assertThat(house.messages("1001")).extracting(Message::durationMillis).containsExactly(40L);
    }

    @Test
    void aDeathBeforeTheFirstSampleLeavesNothing() throws IOException {
        house.dieAfter(DepositStep.FACTS_WRITTEN);
        assertThatThrownBy(() -> house.begin("1001")).isInstanceOf(House.Died.class);
        assertThat(house.files()).hasSize(1);
        house.restart();
        assertThat(house.files()).isEmpty();
        assertThat(house.messages("1001")).isEmpty();
    }

    @Test
    void aHalfWrittenFactsFileMeansNothing() throws IOException {
        Path half = stateDir.resolve("recordings/incoming/" + UUID.randomUUID() + ".json.tmp");
        Files.writeString(half, "{\"id\":");
        house.restart();
        assertThat(house.storage.recordings().lastReport().orElseThrow().unclaimed()).isEmpty();
        assertThat(house.files()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = DepositStep.class,
            names = {"ROW_DELETED", "FILES_REMOVED", "REMOVAL_FORGOTTEN"})
    void aDeletedMessageStaysDeletedAfterADeathAtAnyStep(DepositStep step) throws IOException {
        Message kept = house.stored("1001", 500);
        Message deleted = house.stored("1001", 500);
        house.dieAfter(step);
        assertThatThrownBy(() -> house.storage.messages().delete("1001", deleted.id()))
                .isInstanceOf(House.Died.class);
        house.restart();
        assertThat(house.messages("1001")).containsExactly(kept);
        assertThat(house.files()).containsExactly(House.audioName(kept.id()));
    }

    @ParameterizedTest
    @EnumSource(
            value = DepositStep.class,
            names = {"ROW_DELETED", "FILES_REMOVED", "REMOVAL_FORGOTTEN"})
    void aMessageWhoseFactsWereLeftBehindIsNotResurrectedByThem(DepositStep step)
            throws IOException {
        IncomingRecording recording = house.begin("1001");
        Wav.write(recording.audio(), 1_000);
        house.dieAfter(
                DepositStep.ROW_COMMITTED); // the facts stay, and this server knows nothing of it
        assertThatThrownBy(() -> house.storage.recordings().finish(recording, 1_000, "hang-up"))
                .isInstanceOf(House.Died.class);
        house.dieAfter(step);
        assertThatThrownBy(() -> house.storage.messages().delete("1001", recording.id()))
                .isInstanceOf(House.Died.class);
        house.restart();
        assertThat(house.messages("1001")).isEmpty();
        assertThat(house.files()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = DepositStep.class,
            names = {"ROW_DELETED", "FILES_REMOVED", "REMOVAL_FORGOTTEN"})
    void aDeletedMailboxStaysEmptyAfterADeathAtAnyStep(DepositStep step) throws IOException {
        house.stored("1001", 500);
        house.stored("1001", 500);
        IncomingRecording spooled = house.begin("1001");
        Wav.write(spooled.audio(), 1_000);
        house.dieAfter(DepositStep.AUDIO_MOVED);
        assertThatThrownBy(() -> house.storage.recordings().finish(spooled, 1_000, "hang-up"))
                .isInstanceOf(House.Died.class);
        house.dieAfter(step);
        assertThatThrownBy(() -> house.storage.mailboxes().delete("1001"))
                .isInstanceOf(House.Died.class);

        house.restart();
        house.box("1001");
        house.restart();

        assertThat(house.messages("1001")).isEmpty();
        assertThat(house.files()).isEmpty();
    }

    @Test
    void aDepositThatComesToItsRowAfterTheOwnerDeletedItMakesNone() throws IOException {
        IncomingRecording recording = house.begin("1001");
        Wav.write(recording.audio(), 1_000);
        house.dieAfter(DepositStep.ROW_COMMITTED); // as when the answer to the commit is lost
        assertThatThrownBy(() -> house.storage.recordings().finish(recording, 1_000, "hang-up"))
                .isInstanceOf(House.Died.class);
        house.dieAfter(DepositStep.ROW_DELETED);
        assertThatThrownBy(() -> house.storage.messages().delete("1001", recording.id()))
                .isInstanceOf(House.Died.class);
        house.dieAfter(null);
        assertThat(house.storage.recordings().finish(recording, 1_000, "hang-up"))
                .isInstanceOf(DepositResult.Refused.class);
        assertThat(house.messages("1001")).isEmpty();
        assertThat(house.files()).isEmpty();
    }

    @Test
    void aRecordingForAMailboxThatTheDatabaseDoesNotKnowIsKeptAndReported() throws IOException {
        IncomingRecording recording =
                house.begin("4711"); // no such box, as after the loss of the database
        Wav.writeBrokenOff(recording.audio(), 2_000);
        house.restart();
        assertThat(house.storage.recordings().lastReport().orElseThrow().unclaimed())
                .anyMatch(file -> file.toString().contains(recording.id().toString()));
        house.box("4711");
        house.restart();
        assertThat(house.messages("4711")).extracting(Message::id).containsExactly(recording.id());
        assertThat(house.files()).isEqualTo(house.expectedFiles("4711"));
    }
}
