package antiphon.ivr.voicemail;

import static antiphon.ivr.voicemail.GreetingReason.BUSY;
import static antiphon.ivr.voicemail.GreetingReason.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import antiphon.ivr.simulation.SimRequests;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GreetingReasonTest {

    @Test
    void theCauseOfTheRequestUriSaysIt() {
        assertThat(byCause("486")).isEqualTo(BUSY);
        assertThat(byCause("408")).isEqualTo(UNAVAILABLE);
        assertThat(byCause("nonsense")).isEqualTo(UNAVAILABLE);
    }

    @Test
    void withoutACauseTheLatestDiversionSaysIt() {
        assertThat(
                        byHeader(
                                "diversion",
                                "<sip:1001@example.com>;reason=user-busy;counter=1",
                                "<sip:1002@example.com>;reason=no-answer"))
                .isEqualTo(BUSY);
        assertThat(byHeader("diversion", "<sip:1001@example.com> ; Reason=\"User-Busy\""))
                .isEqualTo(BUSY);
        assertThat(byHeader("diversion", "<sip:1001@example.com>;reason=no-answer"))
                .isEqualTo(UNAVAILABLE);
    }

    @Test
    void theLastEntryOfHistoryInfoSaysIt() {
        assertThat(
                        byHeader(
                                "history-info",
                                "<sip:1001@example.com?Reason=SIP%3Bcause%3D486>;index=1",
                                "<sip:1001@example.com>;index=1.1"))
                .isEqualTo(BUSY);
        assertThat(
                        byHeader(
                                "history-info",
                                "<sip:a@b?Reason=SIP%3Bcause%3D486>;index=1,"
                                        + "<sip:c@d?Reason=SIP%3Bcause%3D480>;index=2"))
                .isEqualTo(UNAVAILABLE);
        assertThat(byHeader("history-info", "<sip:c@d;cause=486>;index=2")).isEqualTo(BUSY);
    }

    @Test
    void theCauseGoesBeforeTheHeaders() {
        var headers = Map.of("diversion", List.of("<sip:1001@example.com>;reason=user-busy"));
        var request = SimRequests.to("1001", Map.of("cause", "408"), headers);
        assertThat(GreetingReason.of(request)).isEqualTo(UNAVAILABLE);
    }

    @Test
    void whoSaysNothingIsUnavailable() {
        assertThat(GreetingReason.of(SimRequests.to("1001"))).isEqualTo(UNAVAILABLE);
    }

    private static GreetingReason byCause(String cause) {
        return GreetingReason.of(SimRequests.to("1001", Map.of("cause", cause), Map.of()));
    }

    private static GreetingReason byHeader(String name, String... values) {
        return GreetingReason.of(SimRequests.to("1001", Map.of(), Map.of(name, List.of(values))));
    }
}
