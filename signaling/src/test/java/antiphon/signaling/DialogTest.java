package antiphon.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class DialogTest {
    private static final Duration SHORT_T1 = Duration.ofMillis(20);

    /// RFC 3261 §13.3.1, §15.1.2
    @Test
    void aCallIsAnsweredAndEndedByItsCaller() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            SipText ok = phone.call(Phone.OFFER);
            assertThat(ok.header("Contact"))
                    .isEqualTo("<sip:127.0.0.1:" + house.server.port() + ">");
            assertThat(ok.header("Allow"))
                    .contains("INVITE")
                    .contains("OPTIONS")
                    .doesNotContain("UPDATE");
            assertThat(ok.body())
                    .contains("m=audio " + house.engine.last().port + " RTP/AVP 8 101");
            assertThat(house.server.calls()).hasSize(1);
            phone.send(phone.next("BYE", "", ""));
            phone.expect(200, "BYE");
            House.Ended end = house.expectEnd();
            assertThat(end.cause()).isEqualTo(HangUpCause.CALLER_BYE);
            assertThat(end.status()).isEqualTo(200);
            assertThat(house.engine.last().closes).hasValue(1);
            House.eventually("no call is left", () -> house.server.calls().isEmpty());
        }
    }

    /// RFC 3261 §17.2.1
    @Test
    void tryingComesBeforeAnythingElse() {
        try (var house = new House(House.RING);
                Phone phone = house.udp()) {
            phone.send(phone.invite("", Phone.OFFER));
            SipText first = phone.expect(100);
            assertThat(first.toTag()).isEmpty();
        }
    }

    /// RFC 3261 §15.1.1
    @Test
    void whenTheCodeOfACallEndsItSaysBye() {
        try (var house = new House(Call::answer);
                Phone phone = house.udp()) {
            phone.call(Phone.OFFER);
            SipText bye = phone.expectRequest("BYE");
            assertThat(bye.startLine())
                    .isEqualTo("BYE sip:phone@127.0.0.1:" + phone.wire.port() + " SIP/2.0");
            assertThat(bye.header("From")).isEqualTo("<sip:main@pbx>;tag=" + phone.toTag);
            assertThat(bye.header("To")).contains(";tag=" + phone.fromTag);
            assertThat(bye.header("Call-ID")).isEqualTo(phone.callId);
            phone.ok(bye);
            assertThat(house.expectEnd().cause()).isEqualTo(HangUpCause.COMPLETED);
            House.eventually("the dialog is gone", () -> house.server.stats().dialogs() == 0);
        }
    }

    /// RFC 3261 §21.4.18
    @Test
    void aCallThatItsCodeNeverAnsweredGets480() {
        try (var house = new House(call -> {});
                Phone phone = house.udp()) {
            phone.send(phone.invite("", Phone.OFFER));
            phone.expect(480);
            phone.send(phone.ackOfRefusal());
            assertThat(house.expectEnd().status()).isEqualTo(480);
            assertThat(house.engine.sessions).isEmpty();
        }
    }

    /// RFC 3261 §21.4.5
    @Test
    void aRejectedCallCostsNoMedia() {
        try (var house = new House(call -> call.reject(404, "No such\r\nmailbox"));
                Phone phone = house.udp()) {
            phone.send(phone.invite("", Phone.OFFER));
            SipText refusal = phone.expect(404);
            assertThat(refusal.startLine()).isEqualTo("SIP/2.0 404 No such  mailbox");
            phone.send(phone.ackOfRefusal());
            assertThat(house.expectEnd().cause()).isEqualTo(HangUpCause.REJECTED);
            assertThat(house.engine.sessions).isEmpty();
        }
    }

    /// RFC 3261 §21.5.1
    @Test
    void codeThatFailsBeforeTheAnswerMakes500AndAfterItBye() {
        CallHandler failing =
                call -> {
                    if (call.request().user().equals("late")) call.answer();
                    throw new IllegalStateException("broken on purpose");
                };
        try (var house = new House(failing);
                Phone early = house.udp();
                Phone late = house.udp()) {
            early.send(early.invite("", Phone.OFFER));
            early.expect(500);
            late.user = "late";
            late.call(Phone.OFFER);
            late.ok(late.expectRequest("BYE"));
            assertThat(house.expectEnd().cause()).isEqualTo(HangUpCause.FAILED);
            assertThat(house.expectEnd().cause()).isEqualTo(HangUpCause.FAILED);
            assertThat(house.engine.openSessions()).isZero();
        }
    }

    /// RFC 3261 §13.3.1.4, §12.2.1.1
    @Test
    void byeFollowsTheRouteSetAndTheAnswerCopiesRecordRouteAndVia() {
        try (var house = new House(Call::answer);
                Phone phone = house.udp()) {
            String route = "<sip:127.0.0.1:" + phone.wire.port() + ";lr;ftag=a1>";
            phone.send(
                    phone.invite(
                                    "Record-Route: "
                                            + route
                                            + "\r\nRecord-Route: <sip:192.0.2.9;lr>\r\n"
                                            + "Via: SIP/2.0/UDP 192.0.2.7:5061;rport=5061;received=192.0.2.7;branch=z9hG4bKx\r\n"
                                            + "Contact: <sip:elsewhere@192.0.2.50:5070>\r\n",
                                    Phone.OFFER)
                            .replaceFirst("Contact: <sip:phone[^\r]*\r\n", ""));
            SipText ok = phone.expect(200);
            assertThat(String.join(", ", ok.all("Record-Route")))
                    .containsSubsequence("ftag=a1", "192.0.2.9");
            assertThat(String.join(", ", ok.all("Via")))
                    .containsSubsequence(phone.branch, "z9hG4bKx");
            phone.send(phone.ack());
            SipText bye = phone.expectRequest("BYE");
            assertThat(bye.startLine()).isEqualTo("BYE sip:elsewhere@192.0.2.50:5070 SIP/2.0");
            assertThat(String.join(", ", bye.all("Route")))
                    .containsSubsequence("ftag=a1", "192.0.2.9");
            phone.ok(bye);
        }
    }

    /// RFC 3261 §12.2.1.1: a strict router
    @Test
    void aStrictRouterFindsItselfInTheRequestUri() {
        try (var house = new House(Call::answer);
                Phone phone = house.udp()) {
            phone.send(
                    phone.invite(
                            "Record-Route: <sip:127.0.0.1:" + phone.wire.port() + ">\r\n",
                            Phone.OFFER));
            phone.expect(200);
            phone.send(phone.ack());
            SipText bye = phone.expectRequest("BYE");
            assertThat(bye.startLine())
                    .isEqualTo("BYE sip:127.0.0.1:" + phone.wire.port() + " SIP/2.0");
            assertThat(bye.header("Route")).contains("sip:phone@127.0.0.1:" + phone.wire.port());
            phone.ok(bye);
        }
    }

    /// RFC 3581 §4, RFC 3261 §18.2.1
    @Test
    void theAnswerGoesToTheSourceWhateverTheViaSays() {
        try (var house = new House(House.RING);
                Phone phone = house.udp()) {
            phone.send(
                    phone.invite("", Phone.OFFER)
                            .replaceFirst("UDP 127.0.0.1:\\d+", "UDP 10.9.8.7:1"));
            SipText trying = phone.expect(100);
            assertThat(trying.header("Via"))
                    .contains("received=127.0.0.1")
                    .contains("rport=" + phone.wire.port());
        }
    }

    /// RFC 3261 §13.3.1.4
    @Test
    void anAnswerWithoutAckIsRepeatedAndThenTheCallEnds() {
        try (var house = new House(House.ANSWER, settings -> settings.withT1(SHORT_T1));
                Phone phone = house.udp()) {
            phone.send(phone.invite("", Phone.OFFER));
            String first = phone.expect(200).raw();
            for (int i = 0; i < 5; i++) assertThat(phone.expect(200).raw()).isEqualTo(first);
            SipText bye = phone.expectRequest("BYE");
            phone.ok(bye);
            House.Ended end = house.expectEnd();
            assertThat(end.cause()).isEqualTo(HangUpCause.NO_ACK);
            assertThat(house.engine.openSessions()).isZero();
        }
    }

    /// RFC 3261 §13.3.1.4
    @Test
    void theAckStopsTheRepetitions() {
        try (var house = new House(House.ANSWER, settings -> settings.withT1(SHORT_T1));
                Phone phone = house.udp()) {
            phone.send(phone.invite("", Phone.OFFER));
            phone.expect(200);
            phone.expect(200);
            phone.send(phone.ack());
            phone.send(phone.ack());
            phone.send(phone.next("OPTIONS", "", ""));
            phone.expect(200, "OPTIONS");
            phone.expectNone(m -> m.method().equals("INVITE"), House.SOON);
        }
    }

    /// RFC 3261 §15: no BYE before the ACK
    @Test
    void aCallThatEndsBeforeItsAckSaysByeAfterIt() {
        try (var house = new House(Call::answer);
                Phone phone = house.udp()) {
            phone.send(phone.invite("", Phone.OFFER));
            phone.expect(200);
            house.expectEnd();
            phone.expectNone(m -> m.method().equals("BYE"), Duration.ofMillis(200));
            phone.send(phone.ack());
            phone.ok(phone.expectRequest("BYE"));
        }
    }

    /// RFC 3261 §15.1.2
    @Test
    void byeBeforeTheAckEndsTheCall() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            phone.send(phone.invite("", Phone.OFFER));
            phone.expect(200);
            phone.send(phone.next("BYE", "", ""));
            phone.expect(200, "BYE");
            phone.expectNone(
                    m -> m.status() == 200 && m.method().equals("INVITE"), Duration.ofMillis(700));
            assertThat(house.expectEnd().cause()).isEqualTo(HangUpCause.CALLER_BYE);
        }
    }

    /// RFC 3261 §17.2.2, §15.1.2
    @Test
    void aRepeatedByeGetsTheSameAnswerAndASecondOne481() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            phone.call(Phone.OFFER);
            String bye = phone.next("BYE", "", "");
            phone.send(bye);
            phone.expect(200, "BYE");
            phone.send(bye);
            phone.expect(200, "BYE");
            phone.send(phone.next("BYE", "", ""));
            phone.expect(481, "BYE");
        }
    }

    /// RFC 3261 §15.1.1: both hang up at once
    @Test
    void crossingByesAreBothAnswered() {
        try (var house = new House(Call::answer);
                Phone phone = house.udp()) {
            phone.call(Phone.OFFER);
            SipText ours = phone.expectRequest("BYE");
            phone.send(phone.next("BYE", "", ""));
            phone.expect(200, "BYE");
            phone.ok(ours);
            assertThat(house.expectEnd().cause()).isEqualTo(HangUpCause.COMPLETED);
        }
    }

    /// RFC 3261 §12.2.2
    @Test
    void aRequestOutOfOrderGets500() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            phone.cseq = 50;
            phone.call(Phone.OFFER);
            phone.cseq = 9;
            phone.send(phone.next("BYE", "", ""));
            phone.expect(500, "BYE");
            assertThat(house.server.calls()).hasSize(1);
        }
    }

    /// RFC 3261 §12.2.2: nothing is known of such a dialog
    @Test
    void strayRequestsGet481() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            phone.toTag = "unknown";
            for (String method : List.of("BYE", "INFO", "OPTIONS", "UPDATE", "INVITE", "NOTIFY")) {
                phone.send(phone.next(method, "Contact: " + phone.contact() + "\r\n", ""));
                phone.expect(481, method);
            }
        }
    }

    /// RFC 3261 §17.2.1 and RFC 6026 §7.1
    @Test
    void aRepeatedInviteIsTheSameCallAndGetsTheSameTag() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            String invite = phone.invite("", Phone.OFFER);
            phone.send(invite);
            SipText first = phone.expect(200);
            // By timer after 0.5, 1.5 and 3.5 s: then the stack itself has forgotten the INVITE.
            for (int i = 0; i < 3; i++)
                assertThat(phone.expect(200).toTag()).isEqualTo(first.toTag());
            phone.send(invite);
            assertThat(phone.expectWithin(200, Duration.ofSeconds(1)).toTag())
                    .isEqualTo(first.toTag());
            assertThat(house.server.stats().callsTotal()).isEqualTo(1);
            phone.send(phone.ack());
            phone.send(phone.next("BYE", "", ""));
            phone.expect(200, "BYE");
        }
    }

    /// RFC 3261 §17.2.1: a refusal is repeated with its tag until the ACK
    @Test
    void aRefusalIsRepeatedUntilItsAck() {
        try (var house = new House(call -> call.reject(486, "Busy Here"));
                Phone phone = house.udp()) {
            String invite = phone.invite("", Phone.OFFER);
            phone.send(invite);
            SipText first = phone.expect(486);
            phone.send(invite);
            SipText second = phone.expect(486);
            assertThat(second.toTag()).isEqualTo(first.toTag()).isNotEmpty();
            SipText byTimer = phone.expect(486);
            assertThat(byTimer.toTag()).isEqualTo(first.toTag());
            phone.send(phone.ackOfRefusal());
            phone.expectNone(m -> m.status() == 486, Duration.ofMillis(1_200));
            assertThat(house.server.stats().callsTotal()).isEqualTo(1);
        }
    }

    /// RFC 3261 §8.2.2.2 asks for 482 where a request has looped; a serial fork has not.
    @Test
    void theSecondBranchOfASerialForkIsACallOfItsOwn() {
        CallHandler busyRoomThenVoicemail =
                call -> {
                    if (call.request().user().equals("3000")) call.reject(486, "Busy Here");
                    House.ANSWER.handle(call);
                };
        try (var house = new House(busyRoomThenVoicemail);
                Phone phone = house.udp()) {
            phone.user = "3000";
            phone.send(phone.invite("", Phone.OFFER));
            SipText busy = phone.expect(486);
            // The proxy answers the refusal and goes on at once: other branch, all else the same.
            phone.toTag = busy.toTag();
            phone.send(phone.ackOfRefusal());
            phone.toTag = "";
            phone.branch = Phone.newBranch();
            phone.send(
                    phone.invite("", Phone.OFFER)
                            .replace("INVITE sip:3000@", "INVITE sip:vm-1001@"));
            SipText ok = phone.expect(200);
            assertThat(ok.toTag()).isNotEqualTo(busy.toTag());
            phone.send(phone.ack());
            phone.send(phone.next("BYE", "", ""));
            phone.expect(200, "BYE");
        }
    }

    /// The same while the first branch still stands.
    @Test
    void twoBranchesAtOnceAreTwoCalls() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            phone.call(Phone.OFFER);
            String firstTag = phone.toTag;
            phone.toTag = "";
            phone.branch = Phone.newBranch();
            phone.call(Phone.OFFER);
            assertThat(phone.toTag).isNotEqualTo(firstTag);
            assertThat(house.server.calls()).hasSize(2);
        }
    }

    /// RFC 3325 §9.1
    @Test
    void theTrustedIdentityIsTheCallersNumber() {
        try (var house = new House(House.RING);
                Phone phone = house.udp()) {
            phone.user = "vm%2D1001";
            phone.send(
                    phone.invite(
                                    "P-Asserted-Identity: \"Ann Arbor\" <sip:+4930123@pbx>\r\nX-Box: 7\r\nX-Box: 8\r\n",
                                    Phone.OFFER)
                            .replace(
                                    "@127.0.0.1:" + house.server.port(),
                                    "@any.example;cause=486;target=sip:1001%40pbx"));
            CallView view = house.expectStart();
            assertThat(view.caller()).isEqualTo("+4930123");
            assertThat(view.state()).isEqualTo(CallView.State.RINGING);
        }
    }

    @Test
    void theRequestOfACallIsReadInPlainText() throws InterruptedException {
        var requests = new java.util.concurrent.LinkedBlockingQueue<CallRequest>();
        try (var house = new House(call -> requests.add(call.request()));
                Phone phone = house.udp()) {
            phone.user = "vm%2D1001";
            phone.send(
                    phone.invite(
                                    "X-Box: 7\r\nX-Box: 8\r\nDiversion: <sip:1@x>;reason=no-answer\r\n",
                                    Phone.OFFER)
                            .replace(
                                    "@127.0.0.1:" + house.server.port() + " SIP",
                                    "@any.example;cause=486;target=sip:1001%40pbx SIP"));
            CallRequest request = requests.poll(5, TimeUnit.SECONDS);
            assertThat(request).isNotNull();
            assertThat(request.user()).isEqualTo("vm-1001");
            assertThat(request.requestUri())
                    .isEqualTo("sip:vm%2D1001@any.example;cause=486;target=sip:1001%40pbx");
            assertThat(request.uriParameters())
                    .containsEntry("cause", "486")
                    .containsEntry("target", "sip:1001@pbx");
            assertThat(request.callerNumber()).isEqualTo("1002");
            assertThat(request.callerName()).isEqualTo("Ann");
            assertThat(request.calledNumber()).isEqualTo("vm-1001");
            assertThat(request.sipCallId()).isEqualTo(phone.callId);
            assertThat(request.source()).isEqualTo("127.0.0.1:" + phone.wire.port());
            assertThat(request.headers().get("x-box")).containsExactly("7", "8");
            assertThat(request.header("DIVERSION")).contains("no-answer");
        }
    }

    /// The promise of the signaling thread: a busy call still answers its peer.
    @Test
    void byeIsAnsweredWhileTheCodeOfTheCallIsBusy() {
        var busy = new CountDownLatch(1);
        CallHandler handler =
                call -> {
                    call.answer();
                    try {
                        busy.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    call.await(call.nanoTime() + 1);
                };
        try (var house = new House(handler);
                Phone phone = house.udp()) {
            phone.call(Phone.OFFER);
            phone.send(phone.next("BYE", "", ""));
            phone.expect(200, "BYE");
            assertThat(house.expectEnd().cause()).isEqualTo(HangUpCause.CALLER_BYE);
            assertThat(house.engine.last().closes).hasValue(1);
            busy.countDown();
        }
    }

    @Test
    void anAdministratorEndsACall() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            phone.call(Phone.OFFER);
            String id = house.server.calls().getFirst().id();
            assertThat(house.server.hangUp(id, HangUpCause.ADMINISTRATOR)).isTrue();
            phone.ok(phone.expectRequest("BYE"));
            assertThat(house.expectEnd().cause()).isEqualTo(HangUpCause.ADMINISTRATOR);
            assertThat(house.server.hangUp(id, HangUpCause.ADMINISTRATOR)).isFalse();
        }
    }
}
