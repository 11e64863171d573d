package antiphon.signaling.jain;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TextReplyTest {
    private static final InetAddress SOURCE = InetAddress.ofLiteral("198.51.100.7");
    private static final String REQUEST =
            "INVITE sip:x@y SIP/2.0\r\nv: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKa\r\nVia: SIP/2.0/UDP 10.0.0.2;branch=z9hG4bKb\r\n"
                    + "f: <sip:a@b>;tag=1\r\nt: <sip:x@y>\r\ni: id1\r\nCSeq: 1 INVITE\r\nX: y\r\n\r\nbody";

    private static String reply(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
        byte[] reply = TextReply.to(bytes, bytes.length, SOURCE, 5099, "403 Forbidden");
        return reply == null ? "" : new String(reply, StandardCharsets.ISO_8859_1);
    }

    /// RFC 3261 §8.2.6.2
    @Test
    void theFieldsOfTheRequestAreCopied() {
        assertThat(reply(REQUEST))
                .startsWith(
                        "SIP/2.0 403 Forbidden\r\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKa;received=198.51.100.7;rport=5099\r\n"
                                + "Via: SIP/2.0/UDP 10.0.0.2;branch=z9hG4bKb\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:x@y>;tag=")
                .contains("\r\nCall-ID: id1\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n");
    }

    @Test
    void whatIsNoRequestGetsNoAnswer() {
        assertThat(reply(REQUEST.replace("INVITE sip", "ACK sip"))).isEmpty();
        assertThat(reply("SIP/2.0 200 OK\r\n" + REQUEST)).isEmpty();
        assertThat(reply("INVITE sip:x@y SIP/2.0\r\n\r\n")).isEmpty();
        assertThat(reply("")).isEmpty();
        assertThat(reply("\0\r\n:\r\n\r\n")).isEmpty();
    }

    /// A stranger gets little more back than it sent: no amplifier.
    @Test
    void theAnswerIsNeverMuchLongerThanTheRequest() {
        var random = new Random(20260102);
        for (int i = 0; i < 5_000; i++) {
            var text = new StringBuilder(REQUEST);
            for (int n = random.nextInt(5); n > 0; n--)
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
            assertThat(reply(text.toString()).length()).isLessThan(text.length() + 150);
        }
    }
}
