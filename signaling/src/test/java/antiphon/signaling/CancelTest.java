package antiphon.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// RFC 3261 §9.2
final class CancelTest {

    @Test
    void aRingingCallIsCancelled() {
        try (var house = new House(House.RING);
                Phone phone = house.udp()) {
            phone.send(phone.invite("", Phone.OFFER));
            phone.expect(100);
            phone.send(phone.cancel());
            SipText ok = phone.expect(200, "CANCEL");
            SipText terminated = phone.expect(487, "INVITE");
            // §9.2: the To tags of both SHOULD be the same.
            assertThat(ok.toTag()).isEqualTo(terminated.toTag()).isNotEmpty();
            phone.send(phone.ackOfRefusal());
            House.Ended end = house.expectEnd();
            assertThat(end.cause()).isEqualTo(HangUpCause.CALLER_CANCEL);
            assertThat(end.status()).isEqualTo(487);
        }
    }

    @Test
    void cancelRightBehindTheInviteWorks() {
        try (var house = new House(House.RING);
                Phone phone = house.udp()) {
            phone.send(phone.invite("", Phone.OFFER));
            phone.send(phone.cancel());
            phone.expect(200, "CANCEL");
            phone.expect(487, "INVITE");
        }
    }

    @Test
    void aRepeatedCancelGets200EachTime() {
        try (var house = new House(House.RING);
                Phone phone = house.udp()) {
            phone.send(phone.invite("", Phone.OFFER));
            phone.send(phone.cancel());
            phone.expect(200, "CANCEL");
            phone.toTag = phone.expect(487, "INVITE").toTag();
            phone.send(phone.ackOfRefusal());
            house.expectEnd();
            phone.send(phone.cancel());
            phone.expect(200, "CANCEL");
        }
    }

    @Test
    void cancelAfterTheAnswerHasNoEffect() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            phone.send(phone.invite("", Phone.OFFER));
            phone.expect(200, "INVITE");
            phone.send(phone.cancel());
            phone.expect(200, "CANCEL");
            phone.send(phone.ack());
            phone.send(phone.next("OPTIONS", "", ""));
            phone.expect(200, "OPTIONS");
            assertThat(house.server.calls()).hasSize(1);
        }
    }

    @Test
    void cancelOfNothingGets481() {
        try (var house = new House(House.RING);
                Phone phone = house.udp()) {
            phone.send(phone.cancel());
            phone.expect(481, "CANCEL");
        }
    }

    @Test
    void theCodeOfACancelledCallIsToldByHungUp() throws InterruptedException {
        var seen = new java.util.concurrent.LinkedBlockingQueue<HangUpCause>();
        CallHandler handler =
                call -> {
                    try {
                        House.RING.handle(call);
                    } catch (HungUp e) {
                        seen.add(e.hangUpCause());
                        throw e;
                    }
                };
        try (var house = new House(handler);
                Phone phone = house.udp()) {
            phone.send(phone.invite("", Phone.OFFER));
            house.expectStart();
            phone.send(phone.cancel());
            assertThat(seen.poll(5, java.util.concurrent.TimeUnit.SECONDS))
                    .isEqualTo(HangUpCause.CALLER_CANCEL);
        }
    }
}
