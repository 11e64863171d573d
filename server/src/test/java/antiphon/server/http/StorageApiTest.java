package antiphon.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.storage.DepositResult;
import antiphon.storage.IncomingRecording;
import antiphon.storage.Message;
import antiphon.storage.RecordingFacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Mailboxes, messages and call records over HTTP, against real PostgreSQL.
@TestInstance(Lifecycle.PER_CLASS)
final class StorageApiTest {
    private static final String BOXES = "/api/v1/mailboxes";
    private static final int WAV_HEADER_BYTES = 44;
    private static final int MESSAGE_SAMPLES = 8000;

    private House house;
    private Client client;

    @BeforeAll
    void open(@TempDir Path state) throws IOException {
        house = new House(state);
        client = house.client;
    }

    @AfterAll
    void close() {
        house.close();
    }

    private void make(String number) throws Exception {
        var answer =
                client.send(
                        "POST",
                        BOXES,
                        "{\"number\":\"%s\",\"pin\":\"2580\",\"name\":\"Ann\",\"language\":\"en\"}"
                                .formatted(number));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private Message leaveMessage(String box) throws IOException {
        IncomingRecording recording =
                house.storage
                        .recordings()
                        .begin(
                                new RecordingFacts(
                                        box,
                                        "+4930123",
                                        "Bob <b>",
                                        UUID.randomUUID().toString(),
                                        Instant.parse("2026-11-24T10:00:00Z")));
        var format = new AudioFormat(8000, 16, 1, true, false);
        try (var audio =
                new AudioInputStream(
                        new ByteArrayInputStream(new byte[MESSAGE_SAMPLES * 2]),
                        format,
                        MESSAGE_SAMPLES)) {
            AudioSystem.write(audio, AudioFileFormat.Type.WAVE, recording.audio().toFile());
        }
        return switch (house.storage.recordings().finish(recording, 1000, "hang-up")) {
            case DepositResult.Stored(Message message) -> message;
            case DepositResult other -> throw new AssertionError(other);
        };
    }

    @Test
    void aMailboxIsMadeReadChangedAndDeleted() throws Exception {
        var made =
                client.send(
                        "POST",
                        BOXES,
                        "{\"number\":\"1001\",\"pin\":\"2580\",\"name\":\"Ann\",\"language\":\"en\"}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo(BOXES + "/1001");
        var box = client.get(BOXES + "/1001").json();
        assertThat(box.path("number").asString()).isEqualTo("1001");
        assertThat(box.path("name").asString()).isEqualTo("Ann");
        assertThat(box.path("hasPin").asBoolean()).isTrue();
        assertThat(Instant.parse(box.path("createdAt").asString())).isBefore(Instant.now());
        assertThat(client.get(BOXES).text()).contains("\"1001\"").doesNotContain("2580");

        var changed = client.send("PATCH", BOXES + "/1001", "{\"name\":\"Anna\",\"pin\":\"\"}");
        assertThat(changed.json().path("name").asString()).isEqualTo("Anna");
        assertThat(changed.json().path("hasPin").asBoolean()).isFalse();
        assertThat(changed.json().path("language").asString()).isEqualTo("en");

        assertThat(client.delete(BOXES + "/1001").status()).isEqualTo(204);
        assertThat(client.get(BOXES + "/1001").status()).isEqualTo(404);
    }

    @Test
    void aNumberThatIsTakenIsAConflict() throws Exception {
        make("1002");

        var again = client.send("POST", BOXES, "{\"number\":\"1002\"}");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.detail()).isEqualTo("mailbox 1002 exists already");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"number":"10 01"}               | number
                    {"number":1001}                  | number
                    {"pin":"2580"}                   | number
                    {"number":"1","pin":"12a4"}      | pin
                    {"number":"1","pin":"1"}         | pin
                    {"number":"1","language":"?"}    | language
                    {"number":"1","colour":"red"}    | colour
                    """)
    void aWrongFieldIsNamedWithWhatIsAllowed(String body, String field) throws Exception {
        var answer = client.send("POST", BOXES, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.json().path("field").asString()).isEqualTo(field);
        assertThat(answer.json().path("allowed").asString()).isNotEmpty();
        assertThat(answer.text()).doesNotContain("12a4");
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        make("1003");
        String message = BOXES + "/1003/messages/" + UUID.randomUUID();

        assertThat(client.get(BOXES + "/none").status()).isEqualTo(404);
        assertThat(client.send("PATCH", BOXES + "/none", "{}").status()).isEqualTo(404);
        assertThat(client.delete(BOXES + "/none").status()).isEqualTo(404);
        assertThat(client.get(BOXES + "/none/messages").status()).isEqualTo(404);
        assertThat(client.get(BOXES + "/1003/messages/no-uuid").status()).isEqualTo(404);
        assertThat(client.get(message).status()).isEqualTo(404);
        assertThat(client.get(message + "/audio").status()).isEqualTo(404);
        assertThat(client.send("PATCH", message, "{\"state\":\"saved\"}").status()).isEqualTo(404);
        assertThat(client.delete(message).detail()).contains("message", "mailbox 1003");
    }

    @Test
    void aMessageIsListedHeardSavedAndDeleted() throws Exception {
        make("1004");
        Message left = leaveMessage("1004");
        String message = BOXES + "/1004/messages/" + left.id();

        var listed = client.get(BOXES + "/1004/messages").json();
        assertThat(listed.size()).isEqualTo(1);
        assertThat(listed.get(0).path("callerNumber").asString()).isEqualTo("+4930123");
        assertThat(listed.get(0).path("state").asString()).isEqualTo("new");
        assertThat(listed.get(0).path("durationMillis").asInt()).isEqualTo(1000);
        assertThat(listed.get(0).path("recordedAt").asString()).isEqualTo("2026-11-24T10:00:00Z");
        assertThat(listed.get(0).path("audio").asString()).isEqualTo(message + "/audio");

        var saved = client.send("PATCH", message, "{\"state\":\"saved\"}");
        assertThat(saved.json().path("state").asString()).isEqualTo("saved");
        assertThat(client.send("PATCH", message, "{\"state\":\"burnt\"}").status()).isEqualTo(422);
        assertThat(client.get(BOXES + "/1004").json().path("savedMessages").asInt()).isEqualTo(1);

        assertThat(client.delete(message).status()).isEqualTo(204);
        assertThat(client.get(BOXES + "/1004/messages").json().size()).isZero();
    }

    @Test
    void theAudioIsAWavOfWhichAPlayerMayFetchParts() throws Exception {
        make("1005");
        String audio = BOXES + "/1005/messages/" + leaveMessage("1005").id() + "/audio";
        int size = WAV_HEADER_BYTES + MESSAGE_SAMPLES * 2;

        var whole = client.get(audio);
        assertThat(whole.header("Content-Type")).isEqualTo("audio/wav");
        assertThat(whole.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(whole.bytes()).hasSize(size).startsWith('R', 'I', 'F', 'F');
        var part = client.get(audio, "Range", "bytes=8-11");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("WAVE");
        assertThat(part.header("Content-Range")).isEqualTo("bytes 8-11/" + size);
        assertThat(client.get(audio, "Range", "bytes=" + size + "-").status()).isEqualTo(416);
    }

    @Test
    void theLimitOfCallRecordsIsChecked() throws Exception {
        assertThat(client.get("/api/v1/cdrs").text()).startsWith("[");
        assertThat(client.get("/api/v1/cdrs?limit=0").json().path("field").asString())
                .isEqualTo("limit");
        assertThat(client.get("/api/v1/cdrs?before=now").status()).isEqualTo(400);
    }
}
