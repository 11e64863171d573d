package antiphon.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.media.Codec;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 3261 §13.2.1: an INVITE without description; the 2xx offers and the ACK answers.
final class LateOfferTest {

    @Test
    void ourOfferIsAnsweredInTheAck() throws InterruptedException {
        var answered = new LinkedBlockingQueue<Boolean>();
        CallHandler handler =
                call -> {
                    call.answer();
                    answered.add(call.answered());
                    House.ANSWER.handle(call);
                };
        try (var house = new House(handler);
                Phone phone = house.udp()) {
            phone.send(phone.invite("", ""));
            SipText offer = phone.expect(200);
            int port = house.engine.last().port;
            assertThat(offer.line("m=")).isEqualTo("m=audio " + port + " RTP/AVP 0 8 101");
            assertThat(offer.body())
                    .contains("a=rtpmap:101 telephone-event/8000")
                    .contains("a=sendrecv");
            assertThat(house.engine.last().connects).isEmpty();
            assertThat(answered).isEmpty();
            phone.send(phone.ack(Phone.sdp("m=audio 43210 RTP/AVP 8")));
            assertThat(answered.poll(5, TimeUnit.SECONDS)).isTrue();
            assertThat(house.engine.last().media().codec()).isEqualTo(Codec.PCMA);
            assertThat(house.engine.last().media().remoteRtp().getPort()).isEqualTo(43_210);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v=0\r\nnonsense\r\n",
                "m=audio 40000 RTP/AVP 18",
                "m=audio 0 RTP/AVP 8"
            })
    void withoutAUsableAnswerTheCallEnds(String answer) {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            phone.send(phone.invite("", ""));
            phone.expect(200);
            phone.send(phone.ack(answer.startsWith("m=") ? Phone.sdp(answer) : answer));
            phone.ok(phone.expectRequest("BYE"));
            assertThat(house.expectEnd().cause()).isEqualTo(HangUpCause.FAILED);
            assertThat(house.engine.openSessions()).isZero();
        }
    }
}
