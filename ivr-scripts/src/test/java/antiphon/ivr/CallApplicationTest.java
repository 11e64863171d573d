package antiphon.ivr;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.ivr.prompt.PromptCatalogue;
import antiphon.ivr.run.RunLimits;
import antiphon.ivr.simulation.SimRequests;
import antiphon.ivr.simulation.SimulatedCall;
import antiphon.ivr.simulation.SimulatedWorlds;
import antiphon.signaling.CallRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallApplicationTest {
    @TempDir static Path state;
    private static FlowLibrary library;

    @BeforeAll
    static void loadFlows() {
        library =
                FlowLibrary.open(
                        PromptCatalogue.open(state), SimulatedWorlds.empty(), new MemoryStore());
    }

    @Test
    void mainIsAFlow() {
        assertThat(call("main").heard()).startsWith("en/welcome", "en/main-menu");
        assertThat(call("ivr-main").heard()).startsWith("en/welcome");
    }

    @Test
    void aConferenceIsJoinedByItsName() {
        assertThat(call("conf-lobby").heard()).endsWith("conference/lobby");
        assertThat(call("conf=lobby").heard()).endsWith("conference/lobby");
    }

    @Test
    void vmTellsTheReasonOfTheInviteAndItsShortFormsTellTheirOwn() {
        assertThat(call("vm-1001").heard()).contains("en/vm-is-unavailable");
        assertThat(call("vm-1001", Map.of("cause", "486")).heard()).contains("en/vm-is-busy");
        assertThat(call("vmb-1001").heard()).contains("en/vm-is-busy");
        assertThat(call("vmu-1001", Map.of("cause", "486")).heard())
                .contains("en/vm-is-unavailable");
    }

    @Test
    void aBareMailboxNumberTakesAMessage() {
        assertThat(call("1001").heard())
                .contains("en/vm-person-at-extension", "en/vm-leave-message", "beep");
        assertThat(call("1001", Map.of("cause", "486")).heard()).contains("en/vm-is-busy");
    }

    @Test
    void anUnknownUserWithAMailboxInToTakesAMessage() {
        CallRequest request = SimRequests.request("unknown", Map.of(), Map.of(), "1002", "1001");
        assertThat(SimulatedCall.handled(application(), request).heard())
                .contains("en/vm-leave-message");
    }

    @Test
    void whatARouteNamesIsNeverReplacedByTheUserInTo() {
        for (String user :
                List.of("vm-9999", "vmu-9999", "vmb-9999", "ivr-none", "moh-none", "ivr-deposit")) {
            CallRequest request = SimRequests.request(user, Map.of(), Map.of(), "1002", "1001");
            assertThat(SimulatedCall.handled(application(), request).rejectedWith())
                    .as(user)
                    .isEqualTo(404);
        }
    }

    @Test
    void whomNobodyKnowsIsRefusedBeforeAnAnswer() {
        for (String user :
                List.of(
                        "nobody",
                        "",
                        "vm-9999",
                        "vmb-9999",
                        "9999",
                        "ivr-none",
                        "moh-none",
                        "dialog",
                        "ivr-deposit", // a part of others, not a service
                        "x".repeat(10_000))) {
            SimulatedCall call = call(user);
            assertThat(call.rejectedWith()).as(user).isEqualTo(404);
            assertThat(call.answered()).as(user).isFalse();
        }
    }

    @Test
    void voicemailIsListenedTo() {
        assertThat(call("voicemail").heard()).startsWith("en/enter-mailbox");
    }

    @Test
    void voicemailWithATargetTakesAMessageForIt() {
        Map<String, String> parameters = Map.of("target", "sip:1001%40example.com", "cause", "486");
        assertThat(call("voicemail", parameters).heard())
                .contains("en/vm-is-busy", "en/digits/1", "beep");
    }

    @Test
    void musicOnHoldIsOneClassOrAnother() {
        assertThat(call("moh").heard()).containsExactly("music/default");
        assertThat(call("moh-default").heard()).containsExactly("music/default");
    }

    @Test
    void theEchoTestEchoes() {
        assertThat(call("echo").heard()).containsExactly("en/echo-intro", "echo");
    }

    @Test
    void anAnnouncementIsPlayedAsOftenAsWanted() {
        assertThat(call("annc", Map.of("play", "welcome")).heard()).containsExactly("en/welcome");
        assertThat(call("annc", Map.of("play", "welcome", "repeat", "2", "delay", "500")).heard())
                .containsExactly("en/welcome", "silence", "en/welcome");
        assertThat(
                        call(
                                        "annc",
                                        Map.of(
                                                "play",
                                                "welcome",
                                                "repeat",
                                                "forever",
                                                "duration",
                                                "2000"))
                                .heard())
                .hasSizeLessThan(4);
    }

    @Test
    void anAnnouncementForeverEndsAfterTheLongestTimeAllTheSame() {
        Map<String, String> parameters =
                Map.of("play", "welcome", "repeat", "forever", "delay", "60000");
        CallRequest request = SimRequests.to("annc", parameters, Map.of());
        Duration patience = Announcement.DURATION_MAX.plusMinutes(1);
        assertThat(SimulatedCall.handled(application(), request, patience).hungUpByCaller())
                .isFalse();
    }

    @Test
    void anAnnouncementThatNobodyKnowsIsNotFound() {
        assertThat(call("annc", Map.of("play", "none")).rejectedWith()).isEqualTo(404);
        assertThat(call("annc", Map.of()).rejectedWith()).isEqualTo(400);
        assertThat(call("annc", Map.of("play", "welcome", "repeat", "x")).rejectedWith())
                .isEqualTo(400);
    }

    @Test
    void theLanguageOfAnAnnouncementFallsBack() {
        assertThat(call("annc", Map.of("play", "welcome", "locale", "de_AT")).heard())
                .containsExactly("en/welcome");
        assertThat(call("annc", Map.of("play", "welcome", "locale", "-/..-x")).heard())
                .containsExactly("en/welcome");
    }

    private static SimulatedCall call(String user) {
        return call(user, Map.of());
    }

    private static SimulatedCall call(String user, Map<String, String> parameters) {
        return SimulatedCall.handled(application(), SimRequests.to(user, parameters, Map.of()));
    }

    private static CallApplication application() {
        return new CallApplication(
                library::current,
                SimulatedWorlds.withMailbox("1001"),
                TestRoutes.ALL,
                RunLimits.DEFAULT);
    }
}
