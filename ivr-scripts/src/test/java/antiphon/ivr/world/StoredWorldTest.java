package antiphon.ivr.world;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.media.AudioClip;
import antiphon.media.MediaEngine;
import antiphon.media.MediaSettings;
import antiphon.storage.DepositResult;
import antiphon.storage.Message;
import antiphon.storage.MessageState;
import antiphon.storage.NewMailbox;
import antiphon.storage.PinVerdict;
import antiphon.storage.RecordingFacts;
import antiphon.storage.Storage;
import antiphon.storage.StorageSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server's world over real PostgreSQL, files and media engine.
class StoredWorldTest {
    @TempDir static Path folder;
    private static Storage storage;
    private static MediaEngine engine;
    private static final List<String> missing = new ArrayList<>();
    private static StoredWorld world;

    @BeforeAll
    static void openTheWorld() throws IOException {
        storage = Storage.open(new StorageSettings(folder.resolve("state"), null));
        storage.mailboxes().create(new NewMailbox("1001", "2580", "Ann", "en"));
        engine =
                MediaEngine.start(
                        new MediaSettings(
                                InetAddress.getLoopbackAddress(),
                                20_000,
                                20_010,
                                1,
                                Duration.ofSeconds(30)));
        Path scratch = Files.createDirectories(folder.resolve("scratch"));
        Files.writeString(scratch.resolve("left-over.wav"), "of an earlier run");
        world =
                new StoredWorld(
                        storage,
                        engine,
                        scratch,
                        Map.of("domain", "example.com"),
                        (language, id) -> missing.add(language + "/" + id));
    }

    @AfterAll
    static void closeTheWorld() {
        engine.close();
        storage.close();
    }

    @Test
    void aDepositBecomesAMessageThatIsHeardSavedAndDeleted() throws IOException {
        Deposit deposit =
                world.deposit(new RecordingFacts("1001", "1002", null, "id", Instant.now()))
                        .orElseThrow();
        writeSecondOfSilence(deposit.audio());
        assertThat(deposit.finish(1000, "hang-up")).isInstanceOf(DepositResult.Stored.class);

        Message message = world.messages("1001").getFirst();
        assertThat(message.state()).isEqualTo(MessageState.NEW);
        assertThat(world.readRecording(message.audio()).map(AudioClip::durationMillis))
                .contains(1000L);
        assertThat(world.mailboxMessages("1001")).isEqualTo(1);
        assertThat(world.save(message)).isTrue();
        assertThat(world.messages("1001").getFirst().state()).isEqualTo(MessageState.SAVED);
        assertThat(world.delete(message)).isTrue();
        assertThat(world.delete(message)).isFalse();
        assertThat(world.messages("1001")).isEmpty();
        assertThat(world.readRecording(message.audio())).isEmpty();
    }

    @Test
    void aDiscardedDepositLeavesNothing() throws IOException {
        Deposit deposit =
                world.deposit(new RecordingFacts("1001", null, null, null, Instant.now()))
                        .orElseThrow();
        writeSecondOfSilence(deposit.audio());
        deposit.discard();
        assertThat(deposit.audio()).doesNotExist();
        assertThat(world.messages("1001")).isEmpty();
    }

    @Test
    void aPinIsCheckedByTheDatabase() {
        assertThat(world.verifyMailboxPin("1001", "1111".toCharArray()))
                .isEqualTo(PinVerdict.WRONG);
        assertThat(world.verifyMailboxPin("1001", "2580".toCharArray()))
                .isEqualTo(PinVerdict.ACCEPTED);
        assertThat(world.verifyMailboxPin("9999", "2580".toCharArray()))
                .isEqualTo(PinVerdict.UNKNOWN);
    }

    @Test
    void whatIsNotThereIsNotThere() {
        assertThat(world.mailboxExists("1001")).isTrue();
        assertThat(world.mailboxExists("9999")).isFalse();
        assertThat(world.mailbox("no such \u0000 number")).isEmpty();
        assertThat(world.musicExists("none")).isFalse();
        assertThat(world.roomMembers("nobody-here")).isZero();
        assertThat(world.setting("domain")).isEqualTo("example.com");
        assertThat(world.setting("other")).isNull();
    }

    @Test
    void scratchRecordingsAreNewFilesAndOldOnesAreGone() throws IOException {
        try (var files = Files.list(folder.resolve("scratch"))) {
            assertThat(files).isEmpty();
        }
        Path one = world.scratchRecording().orElseThrow();
        assertThat(one).doesNotExist().isNotEqualTo(world.scratchRecording().orElseThrow());
    }

    @Test
    void missingPromptsAreCounted() {
        world.promptMissing("de", "welcome");
        assertThat(missing).contains("de/welcome");
    }

    private static void writeSecondOfSilence(Path file) throws IOException {
        ByteBuffer wav = ByteBuffer.allocate(44 + 16_000).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 16_000);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16_000);
        wav.putShort((short) 2).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(16_000);
        Files.write(file, wav.array());
    }
}
