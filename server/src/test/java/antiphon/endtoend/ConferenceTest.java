package antiphon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import antiphon.bench.phone.CallOptions;
import antiphon.bench.phone.Dialog;
import antiphon.bench.phone.Phone;
import antiphon.bench.sound.Law;
import antiphon.bench.sound.Sound;
import antiphon.bench.sound.Spectrum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Rooms: every phone says a tone of its own, and the spectrum tells who is heard.
@Execution(ExecutionMode.CONCURRENT)
final class ConferenceTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int[] TONES = {400, 640, 1_100};

    private final ServerProcess server = Shared.server();
    private final Phone phone = Phone.bind(ServerProcess.LOOPBACK);

    @AfterEach
    void hangUp() {
        phone.hangUpAll();
        phone.close();
    }

    private Dialog join(String room, int hz, Law law) {
        return phone.invite(
                        server.sip("conf-" + room),
                        CallOptions.DEFAULT.offering(law).saying(Sound.tone(hz)).from("t" + hz))
                .answeredWithin(SOON);
    }

    private List<Dialog> roomOfThree(String room) {
        List<Dialog> members = new ArrayList<>();
        for (int i = 0; i < TONES.length; i++) {
            members.add(join(room, TONES[i], i == 1 ? Law.PCMA : Law.PCMU));
        }
        return members;
    }

    /// At nearly the level they were said at: what prompts hold of these tones is far below.
    private static void awaitTones(Dialog member, int... wanted) {
        for (int hz : wanted) {
            assertThat(Eventually.holds(SOON, () -> member.ear().level(hz) > Sound.AMPLITUDE * 0.9))
                    .as("%d Hz heard", hz)
                    .isTrue();
        }
        assertThat(member.ear().awaitMore(Duration.ofMillis(450), SOON)).isTrue();
    }

    @Test
    void everyToneIsHeardByTheOthersAtItsLevelAndNotByItsSender() {
        List<Dialog> members = roomOfThree("three");
        awaitTones(members.get(0), TONES[1], TONES[2]);
        awaitTones(members.get(1), TONES[0], TONES[2]);
        awaitTones(members.get(2), TONES[0], TONES[1]);
        for (int own = 0; own < TONES.length; own++) {
            List<Spectrum.Tone> heard = members.get(own).ear().tones();
            List<Integer> others = new ArrayList<>();
            for (int other = 0; other < TONES.length; other++) {
                if (other != own) {
                    others.add(TONES[other]);
                }
            }
            assertThat(heard).extracting(Spectrum.Tone::hz).containsExactlyElementsOf(others);
            assertThat(heard)
                    .allSatisfy(tone ->
                            assertThat(tone.amplitude())
                                    .isCloseTo(Sound.AMPLITUDE, within(Sound.AMPLITUDE / 20.0)));
        }
        members.forEach(Dialog::bye);
    }

    @Test
    void whoLeavesIsHeardNoMore() {
        List<Dialog> members = roomOfThree("leaving");
        awaitTones(members.get(0), TONES[1], TONES[2]);
        members.get(2).bye();
        Dialog left = members.get(0);
        assertThat(
                        Eventually.holds(
                                SOON, () -> left.ear().level(TONES[2]) < Spectrum.HEARD_AMPLITUDE))
                .isTrue();
        awaitTones(left, TONES[1]);
    }

    @Test
    void whoIsOnHoldIsNotHeardAndComesBack() {
        List<Dialog> members = roomOfThree("holding");
        awaitTones(members.get(0), TONES[1], TONES[2]);
        members.get(1).reInvite("inactive");
        Dialog listener = members.get(0);
        assertThat(
                        Eventually.holds(
                                SOON,
                                () -> listener.ear().level(TONES[1]) < Spectrum.HEARD_AMPLITUDE))
                .isTrue();
        assertThat(members.get(1).ear().awaitSilence(SOON)).isTrue();
        members.get(1).resume();
        awaitTones(listener, TONES[1]);
        awaitTones(members.get(1), TONES[0]);
    }

    @Test
    void theRoomIsSeenAndWhoIsMutedIsNotHeard() {
        List<Dialog> members = roomOfThree("seen");
        awaitTones(members.get(0), TONES[1], TONES[2]);
        var participants = server.api().get("/api/v1/conferences/seen").json().path("participants");
        assertThat(participants.size()).isEqualTo(3);
        String id =
                participants
                        .valueStream()
                        .filter(p -> p.path("caller").asString("").contains("t" + TONES[2]))
                        .findFirst()
                        .orElseThrow()
                        .path("id")
                        .asString();
        assertThat(
                        server.api()
                                .patch(
                                        "/api/v1/conferences/seen/participants/" + id,
                                        "{\"muted\":true}")
                                .status())
                .isBetween(200, 204);
        Dialog listener = members.get(0);
        assertThat(
                        Eventually.holds(
                                SOON,
                                () -> listener.ear().level(TONES[2]) < Spectrum.HEARD_AMPLITUDE))
                .isTrue();
        assertThat(server.api().delete("/api/v1/conferences/seen/participants/" + id).status())
                .isBetween(200, 204);
        assertThat(members.get(2).awaitBye(SOON)).as("who is taken out gets a BYE").isTrue();
    }
}
