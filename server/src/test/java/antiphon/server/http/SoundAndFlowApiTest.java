package antiphon.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
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

/// Prompts, music and flows over HTTP.
@TestInstance(Lifecycle.PER_CLASS)
final class SoundAndFlowApiTest {
    private static final String PROMPTS = "/api/v1/prompts";
    private static final String FLOW = "/api/v1/flows/hello";
    private static final String GOOD =
            """
            title: Hello
            languages: [en]
            nodes:
              start:
                - play: welcome
                - hang_up
            """;

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

    /// A second of a 440 Hz tone at 44.1 kHz, as a person might upload it.
    private static byte[] tone() throws IOException {
        int rate = 44_100;
        byte[] pcm = new byte[rate * 2];
        for (int i = 0; i < rate; i++) {
            int sample = (int) (8000 * Math.sin(2 * Math.PI * 440 * i / rate));
            pcm[2 * i] = (byte) sample;
            pcm[2 * i + 1] = (byte) (sample >> 8);
        }
        var out = new ByteArrayOutputStream();
        var format = new AudioFormat(rate, 16, 1, true, false);
        try (var audio = new AudioInputStream(new ByteArrayInputStream(pcm), format, rate)) {
            AudioSystem.write(audio, AudioFileFormat.Type.WAVE, out);
        }
        return out.toByteArray();
    }

    @Test
    void anUploadedPromptStandsInFrontOfTheShippedOneUntilItIsDeleted() throws Exception {
        assertThat(client.get(PROMPTS + "/en/welcome").json().path("uploaded").asBoolean())
                .isFalse();

        var put =
                client.send(
                        "PUT",
                        PROMPTS + "/en/welcome?wording=Hi&fileName=hi.wav",
                        BodyPublishers.ofByteArray(tone()));

        assertThat(put.status()).as(put.text()).isEqualTo(200);
        assertThat(put.json().path("durationMillis").asInt()).isBetween(990, 1010);
        assertThat(put.json().path("wording").asString()).isEqualTo("Hi");
        assertThat(client.get(PROMPTS + "/en/welcome").json().path("uploaded").asBoolean())
                .isTrue();
        assertThat(client.get(PROMPTS + "/en/welcome/audio").bytes())
                .startsWith('R', 'I', 'F', 'F');
        assertThat(client.delete(PROMPTS + "/en/welcome").status()).isEqualTo(204);
        var shipped = client.delete(PROMPTS + "/en/welcome");
        assertThat(shipped.status()).isEqualTo(409);
        assertThat(shipped.detail()).contains("came with the server");
    }

    @Test
    void aPromptThatALiveFlowNeedsIsNotDeleted() throws Exception {
        String prompt = PROMPTS + "/en/ours";
        String flow = "/api/v1/flows/needy";
        client.send("PUT", prompt, BodyPublishers.ofByteArray(tone()));
        assertThat(client.send("PUT", flow, GOOD.replace("welcome", "ours")).status())
                .isEqualTo(200);

        var refused = client.delete(prompt);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().at("/problems/0/file").asString()).isEqualTo("flows/needy.yaml");
        assertThat(refused.json().at("/problems/0/line").asInt()).isEqualTo(5);
        assertThat(client.get(prompt).status()).isEqualTo(200);
        assertThat(client.delete(flow).status()).isEqualTo(204);
        assertThat(client.delete(prompt).status()).isEqualTo(204);
    }

    @Test
    void aPromptInAFolderHasItsNameWithASlash() throws Exception {
        assertThat(
                        client.send(
                                        "PUT",
                                        PROMPTS + "/de/digits/7",
                                        BodyPublishers.ofByteArray(tone()))
                                .status())
                .isEqualTo(200);

        assertThat(client.get(PROMPTS + "/de/digits/7").json().path("name").asString())
                .isEqualTo("digits/7");
        assertThat(client.get(PROMPTS + "/de/digits/7/audio").status()).isEqualTo(200);
        assertThat(client.get(PROMPTS).text()).contains("\"/api/v1/prompts/de/digits/7/audio\"");
    }

    @Test
    void aTextFileIsNoPromptAndTheAnswerSaysWhy() throws Exception {
        var answer = client.send("PUT", PROMPTS + "/en/notes?fileName=notes.txt", "milk, bread");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.detail()).contains("notes.txt");
        assertThat(client.get(PROMPTS + "/en/notes").status()).isEqualTo(404);
    }

    @Test
    void namesThatWouldLeaveTheFolderAreRefused() throws Exception {
        assertThat(
                        client.send(
                                        "PUT",
                                        PROMPTS + "/en/UPPER",
                                        BodyPublishers.ofByteArray(tone()))
                                .status())
                .isEqualTo(422);
        assertThat(
                        client.send(
                                        "PUT",
                                        PROMPTS + "/..%2f..%2fetc/x",
                                        BodyPublishers.ofByteArray(tone()))
                                .status())
                .isBetween(400, 422);
        assertThat(
                        client.send(
                                        "PUT",
                                        PROMPTS + "/en/audio",
                                        BodyPublishers.ofByteArray(tone()))
                                .status())
                .isEqualTo(422);
        assertThat(client.get(PROMPTS + "/x_y_z/welcome").status()).isEqualTo(404);
    }

    @Test
    void anUploadThatIsTooLargeIsRefused() throws Exception {
        int tooLarge = (int) House.settings().uploadBytesMax() + 1;

        assertThat(
                        client.send(
                                        "PUT",
                                        PROMPTS + "/en/large",
                                        BodyPublishers.ofByteArray(new byte[tooLarge]))
                                .status())
                .isEqualTo(413);
        assertThat(client.send("PUT", PROMPTS + "/en/empty", "").status()).isEqualTo(400);
    }

    @Test
    void aTrackIsAddedToAMusicClassAndDeleted() throws Exception {
        var put = client.send("PUT", "/api/v1/moh/lounge/one", BodyPublishers.ofByteArray(tone()));

        assertThat(put.status()).as(put.text()).isEqualTo(200);
        assertThat(put.json().at("/tracks/0/name").asString()).isEqualTo("one");
        assertThat(put.json().at("/tracks/0/uploaded").asBoolean()).isTrue();
        assertThat(house.media.musicClasses()).contains("lounge");
        assertThat(client.get("/api/v1/moh").text()).contains("\"lounge\"", "\"default\"");
        assertThat(client.get("/api/v1/moh/lounge/one/audio").status()).isEqualTo(200);
        assertThat(client.delete("/api/v1/moh/lounge/one").status()).isEqualTo(204);
        assertThat(house.media.musicClasses()).doesNotContain("lounge");
        assertThat(client.delete("/api/v1/moh/lounge/one").status()).isEqualTo(404);
    }

    @Test
    void aGoodFlowGoesLiveAndAWrongOneLeavesItInPlace() throws Exception {
        var put = client.send("PUT", FLOW, GOOD);
        assertThat(put.status()).as(put.text()).isEqualTo(200);
        assertThat(put.json().path("title").asString()).isEqualTo("Hello");
        assertThat(put.json().path("version").asInt()).isEqualTo(1);

        var wrong = client.send("PUT", FLOW, GOOD.replace("hang_up", "hang_upp"));

        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.detail())
                .startsWith("flow hello has 1 error; what was live before stays live");
        var problem = wrong.json().path("problems").get(0);
        assertThat(problem.path("line").asInt()).isEqualTo(6);
        assertThat(problem.path("column").asInt()).isPositive();
        assertThat(problem.path("severity").asString()).isEqualTo("error");
        assertThat(problem.path("code").asString()).isNotEmpty();
        assertThat(problem.path("message").asString()).contains("hang_up");
        assertThat(client.get(FLOW).text()).isEqualTo(GOOD);
        assertThat(client.get(FLOW).header("Content-Type")).startsWith("application/yaml");
        assertThat(client.get(FLOW, "Accept", "application/json").json().path("version").asInt())
                .isEqualTo(1);
        assertThat(client.delete(FLOW).status()).isEqualTo(204);
        assertThat(client.get(FLOW).status()).isEqualTo(404);
    }

    @Test
    void aShippedFlowCanBeReplacedAndComesBack() throws Exception {
        String main = "/api/v1/flows/main";
        String shipped = client.get(main).text();

        assertThat(client.send("PUT", main, GOOD).status()).isEqualTo(200);
        assertThat(client.get(main).text()).isEqualTo(GOOD);
        assertThat(client.delete(main).status()).isEqualTo(204);
        assertThat(client.get(main).text()).isEqualTo(shipped);
        assertThat(client.delete(main).status()).isEqualTo(409);
    }

    @Test
    void theNameOfAFlowIsChecked() throws Exception {
        var answer = client.send("PUT", "/api/v1/flows/Hello%20World", GOOD);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().at("/problems/0/message").asString()).contains("small letters");
    }
}
