package antiphon.bench.phone;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import antiphon.bench.rtp.RtpCounts;
import antiphon.bench.sip.Sdp;
import antiphon.bench.sip.SipMessage;
import antiphon.bench.sound.Law;
import antiphon.bench.sound.Sound;
import antiphon.bench.sound.Spectrum;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PhoneTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final Duration SOON = Duration.ofSeconds(3);

    private final Phone caller = Phone.bind(LOOPBACK);
    private final Phone callee = Phone.bind(LOOPBACK);

    @AfterEach
    void hangUp() {
        caller.close();
        callee.close();
    }

    private Dialog taken() {
        return requireNonNull(callee.awaitIncoming(SOON), "no call came in");
    }

    @Test
    void bothSidesHearEachOthersToneAtItsLevelAndNotTheirOwn() {
        Dialog call = caller.invite(callee.uri("bob"), CallOptions.DEFAULT.saying(Sound.tone(440)));
        Dialog answered = taken();
        answered.ring();
        answered.answer(CallOptions.DEFAULT.saying(Sound.tone(1_000)));
        call.answeredWithin(SOON);

        assertThat(call.provisionals()).contains(180);
        assertThat(call.ear().awaitTone(1_000, SOON)).isTrue();
        assertThat(answered.ear().awaitTone(440, SOON)).isTrue();
        assertThat(call.ear().awaitMore(Duration.ofMillis(400), SOON)).isTrue();
        assertThat(call.ear().level(1_000)).isCloseTo(Sound.AMPLITUDE, within(200.0));
        assertThat(call.ear().tones()).extracting(Spectrum.Tone::hz).containsExactly(1_000);
        assertThat(answered.awaitAck(SOON)).isTrue();
        assertThat(call.bye()).isEqualTo(200);
        assertThat(answered.awaitBye(SOON)).isTrue();
    }

    @Test
    void everyKeyArrivesOnceInOrder() {
        Dialog call = caller.invite(callee.uri("bob"));
        Dialog answered = taken().answer();
        call.answeredWithin(SOON).press("1234#", 80, 60);
        assertThat(answered.ear().keys()).isEqualTo("1234#");
        call.press("99*", 40, 60);
        assertThat(answered.ear().awaitKeys("1234#99*", SOON)).isTrue();
    }

    @Test
    void packetsThatALossyRelayDropsAreCountedAsLost() throws Exception {
        Dialog call = caller.invite(callee.uri("bob"), CallOptions.DEFAULT.offering(Law.PCMA));
        Dialog answered = taken().answer();
        call.answeredWithin(SOON);
        Sdp theirs = requireNonNull(call.remoteSdp());
        try (LossyRelay relay = new LossyRelay(theirs.address(), 0.2, 4_711)) {
            // The callee's ear believes the relay once it offers itself as the caller's address.
            InetSocketAddress through = new InetSocketAddress(LOOPBACK, relay.port());
            answered.leg().speaking(false);
            answered.leg().connect(through, 101);
            call.leg().connect(through, 101);
            long before = answered.ear().counts().received();
            assertThat(answered.ear().awaitPackets(before + 100, SOON.multipliedBy(2))).isTrue();
            RtpCounts counts = answered.ear().counts();
            // A few more are lost while both sides turn to the relay.
            assertThat(counts.lost()).isCloseTo(relay.dropped(), within(5L));
            assertThat(counts.lost()).isBetween(10L, 50L);
        }
    }

    @Test
    void holdStopsWhatTheOtherSideSendsAndResumeStartsItAgain() {
        Dialog call = caller.invite(callee.uri("bob"));
        taken().answer(CallOptions.DEFAULT.saying(Sound.tone(600)));
        call.answeredWithin(SOON);
        assertThat(call.ear().awaitTone(600, SOON)).isTrue();
        assertThat(call.hold().status()).isEqualTo(200);
        assertThat(requireNonNull(call.remoteSdp()).direction()).isEqualTo("recvonly");
        assertThat(call.ear().awaitSilence(SOON)).isTrue();
        assertThat(call.resume().status()).isEqualTo(200);
        assertThat(call.ear().awaitTone(600, SOON)).isTrue();
        assertThat(call.moveMedia().status()).isEqualTo(200);
        assertThat(call.ear().awaitTone(600, SOON)).isTrue();
    }

    @Test
    void aCancelledCallEndsWith487OnBothSides() {
        Dialog call = caller.invite(callee.uri("bob"));
        Dialog ringing = taken();
        ringing.ring();
        assertThat(call.cancel()).isEqualTo(200);
        assertThat(ringing.awaitCancel(SOON)).isTrue();
        assertThat(call.finalResponse(SOON).status()).isEqualTo(487);
    }

    @Test
    void aRefusalIsThrownWithItsStatus() {
        Dialog call = caller.invite(callee.uri("bob"));
        taken().reject(404, "Not Found");
        assertThatThrownBy(() -> call.answeredWithin(SOON))
                .isInstanceOfSatisfying(
                        CallFailed.class, failed -> assertThat(failed.status()).isEqualTo(404));
    }

    @Test
    void anInviteWithoutOfferIsAnsweredInTheAck() {
        Dialog call =
                caller.invite(
                        callee.uri("bob"),
                        CallOptions.DEFAULT.offeringLate().saying(Sound.tone(500)));
        Dialog answered = taken();
        assertThat(requireNonNull(answered.received()).body()).isEmpty();
        answered.answer();
        call.answeredWithin(SOON);
        assertThat(answered.ear().awaitTone(500, SOON)).isTrue();
    }

    @Test
    void anUnacknowledgedAnswerIsRepeated() {
        Dialog call = caller.invite(callee.uri("bob"), CallOptions.DEFAULT.withoutAck());
        Dialog answered = taken().answer();
        call.answeredWithin(SOON);
        assertThat(answered.awaitAck(Duration.ofMillis(700))).isFalse();
        call.ack();
        assertThat(answered.awaitAck(SOON)).isTrue();
    }

    @Test
    void anInviteIntoTheVoidIsSentAgain() {
        try (SilentPort sink = new SilentPort()) {
            Dialog call = caller.invite("sip:nobody@127.0.0.1:" + sink.port());
            assertThatThrownBy(() -> call.answeredWithin(Duration.ofMillis(1_700)))
                    .hasMessageContaining("sent 3 times");
        }
    }

    @Test
    void theSameCallCarriesOverTcp() {
        try (Phone tcpCaller = Phone.bindTcp(LOOPBACK);
                Phone tcpCallee = Phone.bindTcp(LOOPBACK)) {
            tcpCallee.onIncoming(in -> in.answer(CallOptions.DEFAULT.saying(Sound.tone(700))));
            Dialog call = tcpCaller.invite(tcpCallee.uri("bob")).answeredWithin(SOON);
            assertThat(call.ear().awaitTone(700, SOON)).isTrue();
            assertThat(call.bye()).isEqualTo(200);
        }
    }

    @Test
    void optionsAreAnsweredOutsideAnyCall() {
        SipMessage response = caller.request("OPTIONS", callee.uri("bob"));
        assertThat(response.status()).isEqualTo(200);
        assertThat(List.of(response.method())).containsExactly("OPTIONS");
    }

    @Test
    void aClipIsSaidOnceWithItsLength() {
        Dialog call = caller.invite(callee.uri("bob"));
        Dialog answered = taken().answer();
        call.answeredWithin(SOON).sayAll(Sound.clip(Sound.sine(900, 8_000, 4_000)), SOON);
        assertThat(answered.ear().awaitSilence(SOON)).isTrue();
        double[] levels = Spectrum.amplitudes(answered.ear().audio(), 160, 900);
        long loud = java.util.Arrays.stream(levels).filter(l -> l > 4_000).count();
        assertThat(loud).isBetween(24L, 26L);
    }
}
