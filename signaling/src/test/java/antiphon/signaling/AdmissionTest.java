package antiphon.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who gets service, and how much of it.
final class AdmissionTest {

    private static Phone from(String localAddress, House house) throws UnknownHostException {
        var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), house.server.port());
        return new Phone(Wire.udp(InetAddress.getByName(localAddress), server), server);
    }

    /// RFC 3261 §11.2
    @Test
    void optionsAreAnsweredWithAndWithoutUser() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            for (String uri : List.of("sip:127.0.0.1", "sip:anybody@127.0.0.1;transport=udp")) {
                phone.send(
                        phone.next("OPTIONS", "", "")
                                .replace("OPTIONS " + phone.uri(), "OPTIONS " + uri));
                SipText ok = phone.expect(200, "OPTIONS");
                assertThat(ok.header("Allow")).isEqualTo("INVITE, ACK, CANCEL, BYE, OPTIONS, INFO");
                assertThat(ok.header("Accept")).contains("application/sdp");
                assertThat(ok.headers()).containsKey("supported");
                assertThat(ok.toTag()).isNotEmpty();
            }
            assertThat(house.server.stats().serverTransactions()).isZero();
        }
    }

    /// RFC 4475 §3.3.11: an endpoint processes the request as if there were hops left.
    @Test
    void maxForwardsOfZeroIsNoMatterForAnEndpoint() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            phone.send(
                    phone.request("OPTIONS", phone.uri(), "", "")
                            .replace("Max-Forwards: 70", "Max-Forwards: 0"));
            phone.expect(200, "OPTIONS");
            phone.send(phone.invite("", Phone.OFFER).replace("Max-Forwards: 70\r\n", ""));
            phone.expect(200, "INVITE");
            phone.send(phone.ack());
        }
    }

    /// RFC 3261 §21.4.4
    @Test
    void aStrangerGets403AndNothingElse() throws UnknownHostException {
        try (var house =
                        new House(
                                House.ANSWER,
                                settings ->
                                        settings.withTrusted(List.of(Cidr.parse("127.0.0.1"))));
                Phone stranger = from("127.0.0.2", house);
                Phone friend = house.udp()) {
            stranger.send(stranger.invite("", Phone.OFFER));
            SipText refusal = stranger.expect(403);
            assertThat(refusal.header("Via")).contains("received=127.0.0.2");
            stranger.send(stranger.next("OPTIONS", "", ""));
            stranger.expect(403, "OPTIONS");
            stranger.send(stranger.ackOfRefusal());
            stranger.send("garbage\r\n\r\n");
            stranger.send("\r\n\r\n");
            stranger.expectNone(_ -> true, House.SOON);
            assertThat(house.engine.sessions).isEmpty();
            SipStats stats = house.server.stats();
            assertThat(stats.rejectedUntrusted()).isEqualTo(5);
            assertThat(stats.serverTransactions()).isZero();
            friend.call(Phone.OFFER);

            // Nor may a stranger end the call of a friend.
            String stolen = friend.next("BYE", "", "");
            stranger.send(stolen);
            stranger.expect(403, "BYE");
            assertThat(house.server.calls()).hasSize(1);
        }
    }

    @Test
    void strangersCantMakeUsSendWithoutEnd() throws UnknownHostException {
        try (var house =
                        new House(
                                House.ANSWER,
                                settings ->
                                        settings.withTrusted(List.of(Cidr.parse("127.0.0.1"))));
                Phone stranger = from("127.0.0.2", house)) {
            for (int i = 0; i < 500; i++) stranger.send(stranger.next("OPTIONS", "", ""));
            House.eventually("all arrived", () -> house.server.stats().rejectedUntrusted() == 500);
            assertThat(house.server.stats().responses().get("4xx")).isLessThanOrEqualTo(150);
        }
    }

    /// RFC 3261 §21.5.4
    @Test
    void beyondTheLimitNewCallsGet503AndLeaveNothingBehind() {
        try (var house = new House(House.ANSWER, settings -> settings.withCallsMax(1));
                Phone first = house.udp();
                Phone second = house.udp();
                Phone third = house.udp()) {
            first.call(Phone.OFFER);
            second.send(second.invite("", Phone.OFFER));
            SipText busy = second.expect(503);
            assertThat(busy.header("Retry-After")).isEqualTo("10");
            second.toTag = busy.toTag();
            second.send(second.ackOfRefusal());
            second.expectNone(m -> m.status() == 503, Duration.ofMillis(700));
            assertThat(house.engine.sessions).hasSize(1);
            assertThat(house.server.stats().dialogs()).isEqualTo(1);
            // The proxy's question is not a call.
            second.send(second.next("OPTIONS", "", "").replace(";tag=" + second.toTag, ""));
            second.expect(200, "OPTIONS");
            first.send(first.next("BYE", "", ""));
            first.expect(200, "BYE");
            House.eventually("the place is free", () -> house.server.calls().isEmpty());
            third.call(Phone.OFFER);
        }
    }

    /// A call that is refused by its code gives its place back.
    @Test
    void everyKindOfEndGivesThePlaceBack() {
        CallHandler handler =
                call -> {
                    switch (call.request().user()) {
                        case "reject" -> call.reject(404, "Not Found");
                        case "silent" -> {}
                        case "broken" -> throw new IllegalStateException("broken on purpose");
                        default -> House.RING.handle(call);
                    }
                };
        try (var house = new House(handler, settings -> settings.withCallsMax(3))) {
            for (int round = 0; round < 4; round++) {
                end(house, "reject", Phone.OFFER, 404);
                end(house, "silent", Phone.OFFER, 480);
                end(house, "broken", Phone.OFFER, 500);
                end(house, "any", Phone.sdp("m=audio 4 RTP/AVP 18"), 488);
                try (Phone phone = house.udp()) {
                    phone.send(phone.invite("", Phone.OFFER));
                    phone.send(phone.cancel());
                    phone.toTag = phone.expect(487).toTag();
                    phone.send(phone.ackOfRefusal());
                }
                house.ended.clear();
            }
            House.eventually("no dialog is left", () -> house.server.stats().dialogs() == 0);
        }
    }

    private static void end(House house, String user, String offer, int status) {
        House.eventually("the place is free", () -> house.server.calls().isEmpty());
        try (Phone phone = house.udp()) {
            phone.user = user;
            // The place is given back right after the last response: a quick next call may be too
            // early.
            SipText last;
            do {
                phone.branch = Phone.newBranch();
                phone.toTag = "";
                phone.send(phone.invite("", offer));
                last =
                        java.util.Objects.requireNonNull(
                                phone.await(m -> m.status() >= 200, Phone.PATIENCE));
                phone.toTag = last.toTag();
                phone.send(phone.ackOfRefusal());
            } while (last.status() == 503);
            assertThat(last.status()).isEqualTo(status);
        }
    }

    /// RFC 3261 §21.5.13
    @Test
    void aMessageThatIsTooLongGets513() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            String fill = "x".repeat(SipSettings.MESSAGE_SIZE_MAX_DEFAULT);
            phone.send(phone.invite("X-Long: " + fill + "\r\n", Phone.OFFER));
            phone.expect(513);
            assertThat(house.server.stats().oversizeMessages()).isEqualTo(1);
        }
    }

    /// RFC 3261 §21.5.4
    @Test
    void aDrainingServerSendsNewCallsAwayAndWaitsForTheOldOnes() throws InterruptedException {
        try (var house = new House(House.ANSWER);
                Phone old = house.udp();
                Phone late = house.udp()) {
            old.call(Phone.OFFER);
            Thread drain =
                    Thread.ofVirtual().start(() -> house.server.drain(Duration.ofSeconds(30)));
            SipText options;
            do {
                late.send(late.next("OPTIONS", "", ""));
                options =
                        java.util.Objects.requireNonNull(
                                late.await(m -> m.method().equals("OPTIONS"), Phone.PATIENCE));
            } while (options.status() == 200);
            assertThat(options.status()).isEqualTo(503);
            assertThat(options.header("Retry-After")).isNotEmpty();
            late.send(late.invite("", Phone.OFFER));
            assertThat(late.expect(503).header("Retry-After")).isNotEmpty();
            old.send(old.next("OPTIONS", "", ""));
            old.expect(200, "OPTIONS");
            old.send(old.next("BYE", "", ""));
            old.expect(200, "BYE");
            assertThat(drain.join(Duration.ofSeconds(5))).isTrue();
        }
    }

    @Test
    void whatIsLeftAtTheEndOfADrainGetsBye() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            phone.call(Phone.OFFER);
            house.server.drain(Duration.ofMillis(50));
            phone.ok(phone.expectRequest("BYE"));
            assertThat(house.expectEnd().cause()).isEqualTo(HangUpCause.DRAINED);
        }
    }

    /// Every local address is bound; the peer sees the one that it reached.
    @Test
    void theWildcardAddressNamesTheAddressThatThePeerReaches() throws UnknownHostException {
        InetAddress any = InetAddress.getByName("0.0.0.0");
        var engine = new FakeEngine();
        try (var server = SipServer.start(SipSettings.of(any, 0), engine, House.ANSWER);
                Phone phone = Phone.udp(server.port())) {
            SipText ok = phone.call(Phone.OFFER);
            assertThat(ok.header("Contact")).isEqualTo("<sip:127.0.0.1:" + server.port() + ">");
            assertThat(ok.line("c=")).isEqualTo("c=IN IP4 127.0.0.1");
            phone.send(phone.next("BYE", "", ""));
            phone.expect(200, "BYE");
        }
    }

    /// RFC 5118 §4.1
    @Test
    void aCallOverIpv6() {
        InetAddress loopback = InetAddress.ofLiteral("::1");
        try (var server =
                SipServer.start(SipSettings.of(loopback, 0), new FakeEngine(), Call::answer)) {
            var address = new InetSocketAddress(loopback, server.port());
            try (var phone = new Phone(Wire.udp(loopback, address), address)) {
                String invite =
                        phone.invite("", Phone.OFFER.replace("IN IP4 127.0.0.1", "IN IP6 ::1"));
                phone.send(invite.replace("127.0.0.1", "[::1]"));
                SipText ok = phone.expect(200);
                assertThat(ok.header("Contact"))
                        .isEqualTo("<sip:[0:0:0:0:0:0:0:1]:" + server.port() + ">");
                assertThat(ok.line("c=")).isEqualTo("c=IN IP6 0:0:0:0:0:0:0:1");
                phone.send(phone.ack().replace("127.0.0.1", "[::1]"));
                phone.ok(phone.expectRequest("BYE"));
            }
        }
    }

    /// RFC 3261 §20.43: warning 300, incompatible network protocol
    @Test
    void anOfferOfTheOtherAddressFamilyIsRefused() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            house.engine.ipv4Only = true;
            phone.send(phone.invite("", Phone.OFFER.replace("c=IN IP4 127.0.0.1", "c=IN IP6 ::1")));
            assertThat(phone.expect(488).header("Warning")).startsWith("300 ");
            phone.send(phone.ackOfRefusal());
            assertThat(house.engine.sessions).isEmpty();
        }
    }

    @Test
    void theAdvertisedAddressStandsInTheDescription() throws UnknownHostException {
        InetAddress outside = InetAddress.getByName("203.0.113.7");
        try (var house = new House(House.ANSWER, settings -> settings.withMediaAddress(outside));
                Phone phone = house.udp()) {
            assertThat(phone.call(Phone.OFFER).line("c=")).isEqualTo("c=IN IP4 203.0.113.7");
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        try (var house = new House(House.ANSWER)) {
            var taken = SipSettings.of(InetAddress.getLoopbackAddress(), house.server.port());
            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> SipServer.start(taken, new FakeEngine(), House.ANSWER))
                    .hasMessageContaining("127.0.0.1:" + house.server.port());
        }
    }

    @Test
    void aClosedServerLeavesNoThreadsBehind() {
        var house = new House(House.ANSWER);
        int port = house.server.port();
        house.close();
        House.eventually(
                "all threads of the stack have ended",
                () ->
                        Thread.getAllStackTraces().keySet().stream()
                                .noneMatch(t ->
                                        t.getName().contains("-" + port)
                                                || t.getName().contains("/" + port)
                                                || (t.getName().equals("EventScannerThread")
                                                        && t.isAlive())));
    }
}
