package antiphon.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// RFC 3261 §18
final class TcpTest {

    @Test
    void aCallOverTcp() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.tcp()) {
            SipText ok = phone.call(Phone.OFFER);
            assertThat(ok.header("Contact")).endsWith(";transport=tcp>");
            phone.send(phone.next("INFO", "", ""));
            phone.expect(200, "INFO");
            phone.send(phone.next("BYE", "", ""));
            phone.expect(200, "BYE");
            assertThat(house.expectEnd().cause()).isEqualTo(HangUpCause.CALLER_BYE);
        }
    }

    /// RFC 3261 §18.3: several messages in one segment, one in several
    @Test
    void messagesAreCutByContentLength() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.tcp()) {
            phone.send(phone.invite("", Phone.OFFER) + phone.next("OPTIONS", "", ""));
            phone.expect(200, "OPTIONS");
            phone.cseq = 1;
            phone.expect(200, "INVITE");
            String ack = phone.ack();
            for (char c : ack.toCharArray()) phone.send(String.valueOf(c));
            phone.cseq = 2;
            phone.send(phone.next("BYE", "", ""));
            phone.expect(200, "BYE");
            phone.expectNone(m -> m.method().equals("INVITE"), Duration.ofMillis(700));
        }
    }

    /// The order of a connection is the order of the call.
    @Test
    void cancelRightBehindTheInviteFindsIt() {
        try (var house = new House(House.RING);
                Phone phone = house.tcp()) {
            phone.send(phone.invite("", Phone.OFFER) + phone.cancel());
            phone.expect(200, "CANCEL");
            phone.expect(487, "INVITE");
        }
    }

    /// RFC 5626 §4.4.1
    @Test
    void keepAliveIsAnswered() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.tcp()) {
            phone.send("\r\n\r\n");
            assertThat(phone.wire.receive(Phone.PATIENCE)).isEqualTo("\r\n");
        }
    }

    @Test
    void aMalformedMessageGets400AndTheConnectionStays() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.tcp()) {
            phone.send(
                    phone.request("OPTIONS", phone.uri(), "", "")
                            .replace("CSeq: 1 ", "CSeq: one "));
            phone.expect(400);
            phone.send(phone.next("OPTIONS", "", ""));
            phone.expect(200, "OPTIONS");
        }
    }

    @Test
    void aContentLengthBeyondReasonEndsTheConnectionAndNothingElse() {
        try (var house = new House(House.ANSWER);
                Phone good = house.tcp()) {
            good.call(Phone.OFFER);
            for (String length : List.of("999999999", "-5", "99999999999999999999", "x")) {
                try (Phone bad = house.tcp()) {
                    bad.send(
                            bad.request("OPTIONS", bad.uri(), "", "")
                                    .replace("Content-Length: 0", "Content-Length: " + length));
                    assertThat(((Wire.Tcp) bad.wire).closedWithin(Phone.PATIENCE))
                            .as(length)
                            .isTrue();
                }
            }
            try (Phone endless = house.tcp()) {
                for (int i = 0; i < 20; i++) {
                    try {
                        endless.send("X: " + "x".repeat(10_000) + "\r\n");
                    } catch (java.io.UncheckedIOException _) {
                        break;
                    }
                }
                assertThat(((Wire.Tcp) endless.wire).closedWithin(Phone.PATIENCE)).isTrue();
            }
            good.send(good.next("BYE", "", ""));
            good.expect(200, "BYE");
        }
    }

    /// RFC 3261 §21.5.13
    @Test
    void aMessageThatIsTooLongGets513AndTheConnectionStays() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.tcp()) {
            phone.send(phone.invite("", "x".repeat(SipSettings.MESSAGE_SIZE_MAX_DEFAULT)));
            phone.expect(513);
            phone.toTag = "";
            phone.send(phone.next("OPTIONS", "", ""));
            phone.expect(200, "OPTIONS");
            assertThat(house.server.stats().oversizeMessages()).isEqualTo(1);
        }
    }

    @Test
    void aStrangersConnectionIsClosed() throws UnknownHostException {
        try (var house =
                new House(
                        House.ANSWER,
                        settings -> settings.withTrusted(List.of(Cidr.parse("10.0.0.0/8"))))) {
            var server =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), house.server.port());
            try (var wire = new Wire.Tcp(server)) {
                assertThat(wire.closedWithin(Phone.PATIENCE)).isTrue();
            }
            House.eventually("it was counted", () -> house.server.stats().rejectedUntrusted() == 1);
        }
    }

    @Test
    void byeOfTheServerFindsTheTcpContact() throws java.io.IOException {
        try (var house = new House(Call::answer);
                var listening = new java.net.ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Phone phone = house.tcp()) {
            phone.send(
                    phone.invite("", Phone.OFFER)
                            .replace(
                                    phone.contact(),
                                    "<sip:phone@127.0.0.1:"
                                            + listening.getLocalPort()
                                            + ";transport=tcp>"));
            phone.expect(200, "INVITE");
            phone.send(phone.ack());
            listening.setSoTimeout(5_000);
            try (var socket = listening.accept()) {
                socket.setSoTimeout(5_000);
                byte[] bytes = socket.getInputStream().readNBytes(3);
                assertThat(new String(bytes, java.nio.charset.StandardCharsets.US_ASCII))
                        .isEqualTo("BYE");
            }
        }
    }
}
