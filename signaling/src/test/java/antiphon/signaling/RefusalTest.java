package antiphon.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is refused, and how (RFC 3261 §8.2, §21).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefusalTest {
    private final House house = new House(House.ANSWER);

    @AfterAll
    void close() {
        house.close();
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(house.engine.sessions).isEmpty();
        assertThat(house.server.calls()).isEmpty();
    }

    /// RFC 3261 §8.2.1, §21.4.6, §21.5.2
    @ParameterizedTest
    @CsvSource({
        "SUBSCRIBE, 405",
        "UPDATE, 405",
        "MESSAGE, 405",
        "REFER, 405",
        "PRACK, 405",
        "PUBLISH, 405",
        "REGISTER, 405",
        "NOTIFY, 405",
        "DANCE, 501"
    })
    void methodsThatAreNotServed(String method, int status) {
        try (Phone phone = house.udp()) {
            phone.send(
                    phone.request(
                            method,
                            phone.uri(),
                            "Contact: "
                                    + phone.contact()
                                    + "\r\nEvent: presence\r\nSubscription-State: active\r\n",
                            ""));
            SipText refusal = phone.expect(status, method);
            assertThat(refusal.header("Allow")).contains("INVITE");
            assertThat(refusal.toTag()).isNotEmpty();
        }
    }

    /// RFC 3261 §8.2.2.3, §21.4.15
    @Test
    void anExtensionThatIsRequiredButUnknownIsNamed() {
        try (Phone phone = house.udp()) {
            phone.send(phone.invite("Require: 100rel, foo\r\nRequire: bar\r\n", Phone.OFFER));
            SipText refusal = phone.expect(420);
            assertThat(refusal.header("Unsupported"))
                    .contains("100rel")
                    .contains("foo")
                    .contains("bar");
            phone.send(phone.ackOfRefusal());
        }
    }

    /// RFC 3261 §8.2.3, §21.4.13
    @Test
    void aBodyThatIsNoSessionDescriptionIsRefused() {
        try (Phone phone = house.udp()) {
            phone.send(phone.invite("Content-Type: text/plain\r\n", "hello"));
            assertThat(phone.expect(415).header("Accept")).contains("application/sdp");
        }
        try (Phone phone = house.udp()) {
            phone.send(phone.invite("Content-Encoding: gzip\r\n", Phone.OFFER));
            assertThat(phone.expect(415).header("Accept-Encoding")).isEqualTo("identity");
        }
    }

    /// RFC 3261 §8.2.2.1, §21.4.14
    @Test
    void aUriSchemeThatIsNotSpokenIsRefused() {
        try (Phone phone = house.udp()) {
            phone.send(
                    phone.invite("", Phone.OFFER)
                            .replace("INVITE " + phone.uri(), "INVITE mailto:ann@pbx"));
            phone.expect(416);
        }
    }

    /// RFC 3261 §21.4.1
    @Test
    void malformedRequestsGet400() {
        Map<String, String> damages =
                Map.of(
                        "CSeq: 1 INVITE", "CSeq: x INVITE",
                        "CSeq: 1 INVITE ", "CSeq: 1 BYE",
                        "From: \"Ann\" <sip:1002@pbx>", "From: \"Ann <sip:1002@pbx",
                        "Content-Length: ", "Content-Length: -");
        damages.forEach((good, bad) -> {
            try (Phone phone = house.udp()) {
                phone.send(phone.invite("", Phone.OFFER).replace(good.strip(), bad));
                phone.expect(400);
            }
        });
        try (Phone phone = house.udp()) {
            phone.send(
                    phone.invite("", Phone.OFFER)
                            .replace("Contact: " + phone.contact() + "\r\n", ""));
            phone.expect(400);
        }
    }

    /// RFC 3261 §8.1.1.8: exactly one URI
    @Test
    void aContactWithoutUriIsRefusedAndLeavesNoTransaction() {
        try (Phone phone = house.udp()) {
            phone.send(
                    phone.invite("", Phone.OFFER)
                            .replace("Contact: " + phone.contact(), "Contact: *"));
            phone.expect(400);
            assertThat(house.server.stats().dialogs()).isZero();
        }
    }

    /// RFC 3261 §8.1.1.7
    @Test
    void aBranchOfTheOldKindIsRefused() {
        try (Phone phone = house.udp()) {
            phone.branch = "1";
            phone.send(phone.invite("", Phone.OFFER));
            assertThat(phone.expect(400).startLine()).contains("branch");
        }
    }

    /// RFC 3261 §18.2.2: a response never goes where a maddr points
    @Test
    void aViaWithMaddrIsRefused() {
        try (Phone phone = house.udp()) {
            phone.send(phone.invite("", Phone.OFFER).replace(";rport", ";rport;maddr=192.0.2.1"));
            phone.expect(400);
        }
    }

    /// RFC 3261 §21.5.6
    @Test
    void anotherVersionOfSipIsRefused() {
        try (Phone phone = house.udp()) {
            phone.send(phone.invite("", Phone.OFFER).replaceFirst(" SIP/2.0\r\n", " SIP/7.0\r\n"));
            phone.expect(505);
        }
    }

    /// RFC 3261 §13.3.1.3, §21.4.26
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "m=audio 40000 RTP/AVP 18 4                 | 305",
                "m=audio 40000 RTP/SAVP 0 8                 | 302",
                "m=audio 40000 UDP/TLS/RTP/SAVPF 0 8        | 302",
                "m=video 40000 RTP/AVP 96                   | 304",
                "m=audio 0 RTP/AVP 0                        | 399",
                "m=audio 70000 RTP/AVP 0                    | 399",
                "m=audio                                    | 399",
                "a=nothing                                  | 399",
            })
    void offersWithoutAudioWeSpeakGet488WithAReason(String media, String warning) {
        try (Phone phone = house.udp()) {
            phone.send(phone.invite("", Phone.sdp(media)));
            SipText refusal = phone.expect(488);
            assertThat(refusal.header("Warning")).startsWith(warning).contains("\"");
            phone.send(phone.ackOfRefusal());
            House.Ended end = house.expectEnd();
            assertThat(end.status()).isEqualTo(488);
        }
    }

    /// A name in c= never makes us ask the DNS.
    @Test
    void aHostNameAsMediaAddressIsRefused() {
        try (Phone phone = house.udp()) {
            phone.send(
                    phone.invite(
                            "",
                            Phone.OFFER.replace(
                                    "c=IN IP4 127.0.0.1", "c=IN IP4 media.example.com")));
            assertThat(phone.expect(488).header("Warning")).startsWith("301");
            phone.send(phone.ackOfRefusal());
            house.expectEnd();
        }
    }

    /// RFC 4475 §3.1.1.12 and the like: nonsense that is not even answered must not hurt.
    @ParameterizedTest
    @ValueSource(strings = {"\r\n\r\n", "hello", "INVITE", "SIP/2.0 200 OK\r\n\r\n", "\0\0\0\0"})
    void noiseIsSurvived(String noise) {
        try (Phone phone = house.udp()) {
            phone.send(noise);
            phone.send(phone.request("OPTIONS", phone.uri(), "", ""));
            phone.expect(200, "OPTIONS");
        }
    }
}
