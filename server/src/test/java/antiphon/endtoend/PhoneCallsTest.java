package antiphon.endtoend;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import antiphon.bench.phone.CallOptions;
import antiphon.bench.phone.Dialog;
import antiphon.bench.phone.Phone;
import antiphon.bench.sip.SipMessage;
import antiphon.bench.sound.Law;
import antiphon.bench.sound.Sound;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Signalling and the menu: what a caller's phone does to a server, and what it gets.
@Execution(ExecutionMode.CONCURRENT)
final class PhoneCallsTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String MUSIC = "/moh/default/evening.wav";

    private final ServerProcess server = Shared.server();
    private final Phone phone = Phone.bind(ServerProcess.LOOPBACK);

    @AfterEach
    void hangUp() {
        phone.hangUpAll();
        phone.close();
    }

    private Dialog call(String user) {
        return call(user, CallOptions.DEFAULT);
    }

    private Dialog call(String user, CallOptions options) {
        return phone.invite(server.sip(user), options).answeredWithin(SOON);
    }

    @Test
    void theMenuGreetsAndReadsOutItsChoices() {
        Dialog call = call("main");
        assertThat(KnownAudio.awaitPrompt(call.ear(), "welcome", SOON)).isTrue();
        assertThat(KnownAudio.awaitPrompt(call.ear(), "main-menu", SOON.multipliedBy(2))).isTrue();
        assertThat(call.bye()).isEqualTo(200);
    }

    @Test
    void keyOneOfTheMenuLeadsIntoARoom() {
        Dialog waiting = call("conf-4711", CallOptions.DEFAULT.saying(Sound.tone(620)));
        Dialog call = call("main");
        call.press("1");
        assertThat(KnownAudio.awaitPrompt(call.ear(), "enter-room", SOON)).isTrue();
        call.press("4711#");
        assertThat(call.ear().awaitPureTone(620, SOON))
                .as("the tone of who waits in the room")
                .isTrue();
        call.bye();
        waiting.bye();
    }

    @Test
    void keyTwoOfTheMenuLeavesAMessage() {
        String box = Shared.newMailbox();
        Dialog call = call("main");
        call.press("2");
        assertThat(KnownAudio.awaitPrompt(call.ear(), "enter-mailbox", SOON)).isTrue();
        call.press(box + "#");
        Depositing.awaitBeep(call);
        call.sayAll(Sound.clip(Sound.sine(500, 8_000, 24_000)), SOON);
        call.bye();
        assertThat(server.api().awaitMessages(box, 1, SOON)).hasSize(1);
    }

    @Test
    void keyThreeOfTheMenuAsksForBoxAndPin() {
        String box = Shared.newMailbox();
        Dialog call = call("main");
        call.press("3");
        assertThat(KnownAudio.awaitPrompt(call.ear(), "enter-mailbox", SOON)).isTrue();
        call.press(box + "#");
        assertThat(KnownAudio.awaitPrompt(call.ear(), "enter-pin", SOON)).isTrue();
        call.press(Api.PIN + "#");
        assertThat(KnownAudio.awaitPrompt(call.ear(), "vm-no-messages", SOON)).isTrue();
        call.bye();
    }

    @Test
    void keyFourOfTheMenuPlaysMusicUntilPound() {
        Dialog call = call("main");
        call.press("4");
        assertThat(Eventually.holds(SOON, () -> KnownAudio.isFrom(call.ear(), MUSIC))).isTrue();
        call.press("#");
        assertThat(KnownAudio.awaitPrompt(call.ear(), "main-menu", SOON)).isTrue();
        call.bye();
    }

    @Test
    void keyFiveOfTheMenuGivesBackWhatIsSaid() {
        Dialog call = call("main");
        call.press("5");
        assertThat(KnownAudio.awaitPrompt(call.ear(), "echo-intro", SOON)).isTrue();
        call.say(Sound.tone(750));
        assertThat(call.ear().awaitPureTone(750, SOON)).isTrue();
        call.bye();
    }

    @ParameterizedTest
    @EnumSource
    void theEchoGivesBackWhatIsSaidInEitherLaw(Law law) {
        Dialog call = call("echo", CallOptions.DEFAULT.offering(law).saying(Sound.tone(840)));
        assertThat(requireNonNull(call.remoteSdp()).laws()).containsExactly(law);
        assertThat(call.ear().awaitPureTone(840, SOON)).isTrue();
        assertThat(call.ear().awaitMore(Duration.ofMillis(250), SOON)).isTrue();
        assertThat(call.ear().level(840)).isBetween(7_000.0, 9_000.0);
        assertThat(call.bye()).isEqualTo(200);
    }

    @Test
    void musicPlaysStopsOnHoldAndGoesOnAfterwards() {
        Dialog call = call("moh");
        assertThat(Eventually.holds(SOON, () -> KnownAudio.isFrom(call.ear(), MUSIC))).isTrue();
        assertThat(call.reInvite("inactive").status()).isEqualTo(200);
        assertThat(call.ear().awaitSilence(SOON)).isTrue();
        assertThat(call.resume().status()).isEqualTo(200);
        assertThat(call.ear().awaitAudio(SOON)).isTrue();
        call.bye();
    }

    @Test
    void onHoldBySendonlyNothingIsSentAndTheAnswerIsRecvonly() {
        Dialog call = call("moh");
        assertThat(call.ear().awaitAudio(SOON)).isTrue();
        assertThat(call.hold().status()).isEqualTo(200);
        assertThat(requireNonNull(call.remoteSdp()).direction()).isIn("recvonly", "inactive");
        assertThat(call.ear().awaitSilence(SOON)).isTrue();
        assertThat(call.resume().status()).isEqualTo(200);
        assertThat(call.ear().awaitAudio(SOON)).isTrue();
        call.bye();
    }

    @Test
    void audioFollowsAPhoneThatMoves() {
        Dialog call = call("echo", CallOptions.DEFAULT.saying(Sound.tone(840)));
        assertThat(call.ear().awaitTone(840, SOON)).isTrue();
        assertThat(call.moveMedia().status()).isEqualTo(200);
        assertThat(call.ear().awaitPureTone(840, SOON)).as("at the new port").isTrue();
        call.bye();
    }

    @Test
    void aCallWithoutOfferIsOfferedAndHeard() {
        Dialog call = call("echo", CallOptions.DEFAULT.offeringLate().saying(Sound.tone(660)));
        assertThat(call.ear().awaitPureTone(660, SOON)).isTrue();
        call.bye();
    }

    @Test
    void aCallOverTcpIsAnsweredHeardAndHungUp() {
        try (Phone tcp = Phone.bindTcp(ServerProcess.LOOPBACK)) {
            Dialog call =
                    tcp.invite(
                                    server.sip("echo") + ";transport=tcp",
                                    CallOptions.DEFAULT.saying(Sound.tone(660)))
                            .answeredWithin(SOON);
            assertThat(call.ear().awaitPureTone(660, SOON)).isTrue();
            assertThat(call.bye()).isEqualTo(200);
        }
    }

    @Test
    void aSecondBranchOfTheSameInviteIsACallOfItsOwn() {
        CallOptions first =
                CallOptions.DEFAULT.identified(
                        "fork-" + phone.address(),
                        "fork-tag",
                        "z9hG4bKfirst" + phone.address().getPort());
        Dialog one = phone.invite(server.sip("vm-nobody"), first);
        assertThat(one.finalResponse(SOON).status()).isEqualTo(404);
        CallOptions second =
                first.identified(
                        "fork-" + phone.address(),
                        "fork-tag",
                        "z9hG4bKsecond" + phone.address().getPort());
        Dialog two = phone.invite(server.sip("echo"), second.saying(Sound.tone(660)));
        assertThat(two.finalResponse(SOON).status()).isEqualTo(200);
        assertThat(two.ear().awaitPureTone(660, SOON)).isTrue();
        assertThat(two.bye()).isEqualTo(200);
    }

    @Test
    void aCallThatIsCancelledBeforeItIsAnsweredEndsWith487() {
        assertThat(server.api().putFlow("slow", SLOW).status()).isIn(200, 201, 204);
        Dialog call = phone.invite(server.sip("ivr-slow"), CallOptions.DEFAULT.from("impatient"));
        assertThat(Eventually.holds(SOON, () -> !call.provisionals().isEmpty())).isTrue();
        assertThat(call.cancel()).isEqualTo(200);
        assertThat(call.finalResponse(SOON).status()).isEqualTo(487);
        assertThat(server.api().awaitNoCallOf("impatient", SOON)).isTrue();
    }

    private static final String SLOW =
            """
            title: Answers late
            languages: [en]
            nodes:
              start:
                - wait: 8s
                - answer
                - hang_up
            """;

    @Test
    void theServerHangsUpWhenTheFlowDoes() {
        assertThat(server.api().putFlow("short", SHORT).status()).isIn(200, 201, 204);
        Dialog call = call("ivr-short");
        assertThat(KnownAudio.awaitPrompt(call.ear(), "goodbye", SOON)).isTrue();
        assertThat(call.awaitBye(SOON)).isTrue();
    }

    private static final String SHORT =
            """
            title: Says goodbye
            languages: [en]
            nodes:
              start:
                - play: goodbye
                - hang_up
            """;

    @Test
    void anAdministratorEndsACall() {
        Dialog call = call("echo", CallOptions.DEFAULT.from("unwanted"));
        String id = server.api().callsOf("unwanted").getFirst();
        assertThat(server.api().delete("/api/v1/calls/" + id).status()).isIn(200, 202, 204);
        assertThat(call.awaitBye(SOON)).isTrue();
        assertThat(server.api().awaitNoCallOf("unwanted", SOON)).isTrue();
    }

    @Test
    void anAnswerThatNobodyAcknowledgesIsRepeated() {
        Dialog call = phone.invite(server.sip("echo"), CallOptions.DEFAULT.withoutAck());
        assertThat(call.finalResponse(SOON).status()).isEqualTo(200);
        assertThat(Eventually.holds(SOON, () -> call.answersSeen() >= 3))
                .as("200 again and again, seen %d times", call.answersSeen())
                .isTrue();
        call.ack();
        assertThat(call.bye()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody-at-all", "vm-7777777", "7777777", "vmb-7777777", "ivr-none"})
    void whoOrWhatDoesNotExistIs404(String user) {
        assertThat(phone.invite(server.sip(user)).finalResponse(SOON).status()).isEqualTo(404);
    }

    @Test
    void optionsSayWhatTheServerCanDo() {
        SipMessage response = phone.request("OPTIONS", server.sip("x").replace("x@", ""));
        assertThat(response.status()).isEqualTo(200);
        assertThat(String.join(",", response.headers("allow"))).contains("INVITE", "BYE", "CANCEL");
        assertThat(String.join(",", response.headers("accept"))).contains("application/sdp");
        assertThat(response.has("supported")).isTrue();
    }

    @Test
    void aCodecThatNobodyHasIs488() {
        String sdp = CallOffers.of("18");
        Dialog call = phone.invite(server.sip("echo"), CallOptions.DEFAULT.offeringBody(sdp));
        SipMessage response = call.finalResponse(SOON);
        assertThat(response.status()).isEqualTo(488);
        assertThat(response.has("warning")).isTrue();
    }
}
