package antiphon.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.media.Codec;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 3261 §13.2.1: an INVITE without description; the 2xx offers and the ACK answers.
final class LateOfferTest {
    private static final Duration T1 = Duration.ofMillis(100);

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

    /// RFC 3261 §14.2: the ACK that answers our offer was lost, or comes behind the re-INVITE
    @Test
    void aReinviteWaitsUntilOurOfferIsAnswered() throws InterruptedException {
        var answered = new LinkedBlockingQueue<Boolean>();
        CallHandler handler =
                call -> {
                    call.answer();
                    answered.add(true);
                    House.ANSWER.handle(call);
                };
        try (var house = new House(handler, settings -> settings.withT1(T1));
                Phone phone = house.udp()) {
            phone.send(phone.invite("", ""));
            phone.expect(200);
            String ack = phone.ack(Phone.sdp("m=audio 43210 RTP/AVP 8"));
            phone.send(phone.reinvite(Phone.OFFER));
            phone.expect(491);
            phone.send(phone.ackOfRefusal());
            // The first answer is still asked for.
            assertThat(phone.expect(200).header("CSeq")).startsWith("1 ");
            assertThat(phone.expect(200).header("CSeq")).startsWith("1 ");
            assertThat(answered).isEmpty();
            phone.send(ack);
            assertThat(answered.poll(5, TimeUnit.SECONDS)).isTrue();
            assertThat(house.engine.last().media().remoteRtp().getPort()).isEqualTo(43_210);
            phone.send(phone.reinvite(Phone.OFFER));
            House.eventually("it is answered", () -> house.engine.last().connects.size() == 2);
        }
    }

    @Test
    void anOfferThatIsNeverAnsweredEndsTheCall() {
        try (var house =
                        new House(
                                House.ANSWER, settings -> settings.withT1(Duration.ofMillis(20)));
                Phone phone = house.udp()) {
            phone.send(phone.invite("", ""));
            phone.expect(200);
            phone.send(phone.reinvite(Phone.OFFER));
            phone.expect(491);
            phone.ok(phone.expectRequest("BYE"));
            assertThat(house.expectEnd().cause()).isEqualTo(HangUpCause.NO_ACK);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v=0\r\nnonsense\r\n",
                "m=audio 40000 RTP/AVP 18",
                "m=audio 0 RTP/AVP 8",
                "m=audio 40000 RTP/AVP 8\r\nc=IN IP6 2001:db8::9"
            })
    void withoutAUsableAnswerTheCallEnds(String answer) {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            house.engine.ipv4Only = true;
            phone.send(phone.invite("", ""));
            phone.expect(200);
            phone.send(phone.ack(answer.startsWith("m=") ? Phone.sdp(answer) : answer));
            phone.ok(phone.expectRequest("BYE"));
            assertThat(house.expectEnd().cause()).isEqualTo(HangUpCause.FAILED);
            assertThat(house.engine.openSessions()).isZero();
        }
    }
}
