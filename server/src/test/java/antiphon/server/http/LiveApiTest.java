package antiphon.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.bench.phone.CallOptions;
import antiphon.bench.phone.Dialog;
import antiphon.bench.phone.Phone;
import antiphon.bench.sound.Sound;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Calls and conferences over HTTP while real phones are in them.
@TestInstance(Lifecycle.PER_CLASS)
final class LiveApiTest {
    private static final String CALLS = "/api/v1/calls";
    private static final String ROOM = "/api/v1/conferences/team";
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int ANN_HZ = 440;
    private static final int BOB_HZ = 1000;
    private static final int AMPLITUDE = 8000;

    private House house;
    private Client client;
    private Phone phone;

    @BeforeAll
    void open(@TempDir Path state) throws IOException {
        house = new House(state);
        client = house.client;
    }

    @AfterAll
    void close() {
        house.close();
    }

    @BeforeEach
    void unpackPhone() {
        phone = Phone.bind(InetAddress.ofLiteral("127.0.0.1"));
    }

    @AfterEach
    void packPhone() throws Exception {
        for (JsonNode call : client.get(CALLS).json()) {
            client.delete(CALLS + "/" + call.path("id").asString());
        }
        Waiting.until(() -> client.get(CALLS).json().size(), size -> size == 0);
        phone.close();
    }

    private Dialog call(String user, String caller, int toneHz) {
        return phone.invite(
                        "sip:" + user + "@127.0.0.1:" + house.sip.port(),
                        CallOptions.DEFAULT.from(caller).saying(Sound.tone(toneHz, AMPLITUDE)))
                .answeredWithin(SOON);
    }

    private JsonNode participant(String caller) throws Exception {
        JsonNode room =
                Waiting.until(
                        () -> client.get(ROOM).json(),
                        seen -> seen.findValuesAsString("caller").contains(caller));
        for (JsonNode participant : room.path("participants")) {
            if (participant.path("caller").asString().equals(caller)) return participant;
        }
        throw new AssertionError(room);
    }

    private String path(JsonNode participant) {
        return ROOM + "/participants/" + participant.path("id").asString();
    }

    @Test
    void aCallIsSeenAndCanBeHungUp() throws Exception {
        Dialog dialog = call("echo", "1001", ANN_HZ);

        JsonNode seen =
                Waiting.until(
                                () -> client.get(CALLS).json(),
                                calls ->
                                        calls.size() == 1
                                                && calls.get(0)
                                                                .path("media")
                                                                .path("packetsReceived")
                                                                .asInt()
                                                        > 0)
                        .get(0);
        assertThat(seen.path("caller").asString()).isEqualTo("1001");
        assertThat(seen.path("called").asString()).isEqualTo("echo");
        assertThat(seen.path("state").asString()).isEqualTo("answered");
        assertThat(seen.path("codec").asString()).isEqualTo("PCMU");
        assertThat(Instant.parse(seen.path("startedAt").asString())).isBefore(Instant.now());

        String one = CALLS + "/" + seen.path("id").asString();
        assertThat(client.get(one).json().path("id")).isEqualTo(seen.path("id"));
        assertThat(client.delete(one).status()).isEqualTo(204);
        assertThat(dialog.awaitBye(SOON)).isTrue();
        Waiting.until(() -> client.get(one).status(), status -> status == 404);
        assertThat(client.delete(one).detail()).startsWith("there is no call");
    }

    @Test
    void aMutedParticipantIsHeardByNobodyUntilUnmuted() throws Exception {
        Dialog ann = call("conf-team", "ann", ANN_HZ);
        Dialog bob = call("conf-team", "bob", BOB_HZ);
        assertThat(bob.ear().awaitTone(ANN_HZ, SOON)).isTrue();
        assertThat(ann.ear().awaitTone(BOB_HZ, SOON)).isTrue();

        var muted = client.send("PATCH", path(participant("ann")), "{\"muted\":true}");

        assertThat(muted.json().path("muted").asBoolean()).isTrue();
        assertThat(bob.ear().awaitSilence(SOON)).isTrue();
        assertThat(participant("ann").path("muted").asBoolean()).isTrue();
        client.send("PATCH", path(participant("ann")), "{\"muted\":false}");
        assertThat(bob.ear().awaitTone(ANN_HZ, SOON)).isTrue();
    }

    @Test
    void aGainOfMinus20DecibelsIsATenthOfTheAmplitude() throws Exception {
        call("conf-team", "ann", ANN_HZ);
        Dialog bob = call("conf-team", "bob", BOB_HZ);
        Waiting.until(() -> bob.ear().level(ANN_HZ), level -> level > 0.9 * AMPLITUDE);

        var changed = client.send("PATCH", path(participant("ann")), "{\"gainDb\":-20}");

        assertThat(changed.json().path("gainDb").asDouble()).isEqualTo(-20);
        Waiting.until(
                () -> bob.ear().level(ANN_HZ),
                level -> level < 0.11 * AMPLITUDE && level > 0.09 * AMPLITUDE);
        assertThat(client.send("PATCH", path(participant("ann")), "{\"gainDb\":99}").status())
                .isEqualTo(422);
    }

    @Test
    void aParticipantCanBeRemoved() throws Exception {
        Dialog ann = call("conf-team", "ann", ANN_HZ);
        call("conf-team", "bob", BOB_HZ);
        String path = path(participant("ann"));

        assertThat(client.delete(path).status()).isEqualTo(204);

        assertThat(ann.awaitBye(SOON)).isTrue();
        Waiting.until(() -> client.get(path).status(), status -> status == 404);
        assertThat(client.get(ROOM).json().path("participants").size()).isEqualTo(1);
    }

    @Test
    void aRoomIsLockedUntilUnlocked() throws Exception {
        call("conf-team", "ann", ANN_HZ);
        participant("ann");

        assertThat(client.send("PATCH", ROOM, "{\"locked\":true}").status()).isEqualTo(200);

        Waiting.until(() -> client.get(ROOM).json().path("locked").asBoolean(), locked -> locked);
        assertThat(client.send("PATCH", ROOM, "{\"locked\":\"yes\"}").status()).isEqualTo(422);
    }

    @Test
    void aRoomWithoutPeopleIsNotThere() throws Exception {
        assertThat(client.get("/api/v1/conferences/empty").detail())
                .isEqualTo("there is no conference empty now");
        assertThat(client.get("/api/v1/conferences/empty/participants/x").status()).isEqualTo(404);
    }
}
