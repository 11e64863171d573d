package antiphon.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.media.Codec;
import antiphon.media.Direction;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 3261 §14, RFC 3264 §8
final class ReinviteTest {

    private static String audio(String... attributes) {
        String[] lines =
                Arrays.copyOf(
                        new String[] {
                            "m=audio 40000 RTP/AVP 8 101", "a=rtpmap:101 telephone-event/8000"
                        },
                        2 + attributes.length);
        System.arraycopy(attributes, 0, lines, 2, attributes.length);
        return Phone.sdp(lines);
    }

    /// RFC 3264 §6.1 and §8.4
    @ParameterizedTest
    @CsvSource({
        "sendonly, 127.0.0.1, recvonly, RECVONLY, HELD",
        "inactive, 127.0.0.1, inactive, INACTIVE, HELD",
        "recvonly, 127.0.0.1, sendonly, SENDONLY, ANSWERED",
        "sendrecv, 0.0.0.0, recvonly, RECVONLY, HELD",
        "sendonly, 0.0.0.0, recvonly, RECVONLY, HELD",
        "inactive, 0.0.0.0, inactive, INACTIVE, HELD",
    })
    void holdAndResume(
            String offered,
            String address,
            String answered,
            Direction direction,
            CallView.State state) {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            phone.call(audio());
            phone.send(
                    phone.reinvite(
                            audio("a=" + offered)
                                    .replace("c=IN IP4 127.0.0.1", "c=IN IP4 " + address)));
            SipText held = phone.expect(200);
            phone.send(phone.ack());
            assertThat(held.body()).contains("a=" + answered);
            assertThat(house.engine.last().media().direction()).isEqualTo(direction);
            assertThat(house.engine.last().media().remoteRtp().getAddress().isAnyLocalAddress())
                    .isFalse();
            assertThat(house.server.calls().getFirst().state()).isEqualTo(state);

            phone.send(phone.reinvite(audio("a=sendrecv")));
            SipText resumed = phone.expect(200);
            phone.send(phone.ack());
            assertThat(resumed.body()).contains("a=sendrecv");
            assertThat(house.engine.last().media().direction()).isEqualTo(Direction.SENDRECV);
            assertThat(house.server.calls().getFirst().state()).isEqualTo(CallView.State.ANSWERED);
            assertThat(house.engine.sessions).hasSize(1);
        }
    }

    /// RFC 3264 §8.2
    @Test
    void portZeroSwitchesTheStreamOffAndTheCallLivesOn() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            phone.call(audio());
            phone.send(phone.reinvite(audio().replace("m=audio 40000", "m=audio 0")));
            SipText held = phone.expect(200);
            phone.send(phone.ack());
            assertThat(held.lines("m=")).containsExactly("m=audio 0 RTP/AVP 8");
            assertThat(house.engine.last().media().direction()).isEqualTo(Direction.INACTIVE);
            phone.send(phone.reinvite(audio()));
            SipText resumed = phone.expect(200);
            phone.send(phone.ack());
            assertThat(resumed.line("m=")).contains("m=audio " + house.engine.last().port);
            assertThat(house.engine.last().media().direction()).isEqualTo(Direction.SENDRECV);
        }
    }

    /// RFC 3264 §8: the version counts changes
    @Test
    void theVersionGoesUpByOneForEachChangeAndStaysWithoutOne() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            long first = version(phone.call(audio()));
            phone.send(phone.reinvite(audio()));
            assertThat(version(phone.expect(200))).isEqualTo(first);
            phone.send(phone.ack());
            phone.send(phone.reinvite(audio("a=sendonly")));
            assertThat(version(phone.expect(200))).isEqualTo(first + 1);
            phone.send(phone.ack());
            phone.send(phone.reinvite(audio("a=sendrecv")));
            assertThat(version(phone.expect(200))).isEqualTo(first + 2);
            phone.send(phone.ack());
        }
    }

    private static long version(SipText message) {
        return Long.parseLong(message.line("o=").split(" ")[2]);
    }

    /// RFC 3264 §8.3.1, §8.3.2
    @Test
    void movedMediaAndAnotherCodecAreFollowed() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            phone.call(audio());
            phone.send(
                    phone.reinvite(
                            Phone.sdp(
                                    "m=audio 41234 RTP/AVP 0 97",
                                    "c=IN IP4 127.0.0.9",
                                    "a=rtpmap:97 telephone-event/8000",
                                    "a=rtcp:41999")));
            SipText ok = phone.expect(200);
            phone.send(phone.ack());
            assertThat(ok.line("m="))
                    .isEqualTo("m=audio " + house.engine.last().port + " RTP/AVP 0 97");
            var media = house.engine.last().media();
            assertThat(media.remoteRtp()).hasToString("/127.0.0.9:41234");
            assertThat(media.remoteRtcp()).hasToString("/127.0.0.9:41999");
            assertThat(media.codec()).isEqualTo(Codec.PCMU);
            assertThat(media.telephoneEventPayloadType()).isEqualTo(97);
        }
    }

    /// RFC 3261 §14.2, RFC 3264 §5: we offer, the ACK answers
    @Test
    void aReinviteWithoutDescriptionGetsOurOffer() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            phone.call(audio("a=rtpmap:8 PCMA/8000"));
            phone.send(phone.reinvite(audio("a=sendonly")));
            phone.expect(200);
            phone.send(phone.ack());
            phone.send(phone.reinvite(""));
            SipText offer = phone.expect(200);
            assertThat(offer.line("m="))
                    .isEqualTo("m=audio " + house.engine.last().port + " RTP/AVP 8 0 101");
            assertThat(offer.body()).contains("a=sendrecv");
            phone.send(phone.ack(audio().replace("40000", "42000")));
            House.eventually(
                    "the answer counts",
                    () -> house.engine.last().media().remoteRtp().getPort() == 42_000);
            assertThat(house.engine.last().media().direction()).isEqualTo(Direction.SENDRECV);
        }
    }

    /// RFC 3261 §14.2
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "m=audio 40000 RTP/AVP 18             | 305",
                "m=image 40000 udptl t38              | 304",
                "m=audio 40000 RTP/SAVP 8             | 302",
                "m=audio x RTP/AVP 8                  | 399",
            })
    void anUnusableOfferGets488AndTheCallLivesOn(String media, String warning) {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            phone.call(audio());
            phone.send(phone.reinvite(Phone.sdp(media)));
            SipText refusal = phone.expect(488);
            assertThat(refusal.header("Warning")).startsWith(warning);
            phone.send(phone.ackOfRefusal());
            assertThat(house.engine.last().connects).hasSize(1);
            phone.send(phone.next("OPTIONS", "", ""));
            phone.expect(200, "OPTIONS");
            phone.send(phone.reinvite(audio()));
            phone.expect(200, "INVITE");
            phone.send(phone.ack());
        }
    }

    @Test
    void mediaOfTheOtherAddressFamilyGets488AndTheCallLivesOn() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            house.engine.ipv4Only = true;
            phone.call(audio());
            phone.send(
                    phone.reinvite(audio().replace("c=IN IP4 127.0.0.1", "c=IN IP6 2001:db8::9")));
            assertThat(phone.expect(488).header("Warning")).startsWith("300 ");
            phone.send(phone.ackOfRefusal());
            assertThat(house.engine.last().connects).hasSize(1);
        }
    }

    /// RFC 3261 §12.2.2 (as in CVE-2021-31878)
    @Test
    void aReinviteAfterByeGets481() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            phone.call(audio());
            phone.send(phone.next("BYE", "", ""));
            phone.expect(200, "BYE");
            phone.send(phone.reinvite(audio()));
            phone.expect(481, "INVITE");
            assertThat(house.engine.openSessions()).isZero();
        }
    }

    /// RFC 3261 §12.2.2: the target of a dialog moves with the Contact
    @Test
    void byeGoesToTheContactOfTheLastReinvite() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp();
                Phone elsewhere = house.udp()) {
            phone.call(audio());
            phone.send(phone.reinvite(audio()).replace(phone.contact(), elsewhere.contact()));
            phone.expect(200, "INVITE");
            phone.send(phone.ack());
            House.eventually("answered", () -> house.server.calls().size() == 1);
            house.server.hangUp(house.server.calls().getFirst().id(), HangUpCause.COMPLETED);
            elsewhere.ok(elsewhere.expectRequest("BYE"));
        }
    }

    /// RFC 3261 §13.3.1.4 holds for re-INVITEs too
    @Test
    void aReinviteWhoseAnswerIsNeverAcknowledgedEndsTheCall() {
        try (var house =
                        new House(
                                House.ANSWER,
                                settings -> settings.withT1(java.time.Duration.ofMillis(20)));
                Phone phone = house.udp()) {
            phone.call(audio());
            phone.send(phone.reinvite(audio()));
            phone.expect(200);
            phone.expect(200);
            phone.ok(phone.expectRequest("BYE"));
            assertThat(house.expectEnd().cause()).isEqualTo(HangUpCause.NO_ACK);
        }
    }
}
