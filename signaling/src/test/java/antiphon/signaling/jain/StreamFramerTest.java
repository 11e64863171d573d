package antiphon.signaling.jain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 3261 §18.3
final class StreamFramerTest {
    private final StreamFramer framer = new StreamFramer(4_000);

    private List<String> feed(String text) {
        framer.add(text.getBytes(StandardCharsets.ISO_8859_1));
        List<String> frames = new ArrayList<>();
        for (StreamFramer.Frame frame = framer.next(); frame != null; frame = framer.next()) {
            switch (frame) {
                case StreamFramer.Frame.Message message ->
                        frames.add(new String(message.bytes(), StandardCharsets.ISO_8859_1));
                case StreamFramer.Frame.TooLong tooLong ->
                        frames.add(
                                "too long: "
                                        + new String(
                                                tooLong.header(), StandardCharsets.ISO_8859_1));
                case StreamFramer.Frame.Ping() -> frames.add("ping");
                case StreamFramer.Frame.Broken(String reason) -> {
                    frames.add("broken: " + reason);
                    return frames;
                }
            }
        }
        return frames;
    }

    @Test
    void messagesArriveWholeHoweverTheStreamIsCut() {
        String stream =
                "A sip:x SIP/2.0\r\nContent-Length: 5\r\n\r\nhello"
                        + "\r\n\r\n"
                        + "B sip:x SIP/2.0\r\nl:0\r\n\r\n"
                        + "\r\n"
                        + "C sip:x SIP/2.0\r\n\r\n";
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            List<String> frames = new ArrayList<>();
            for (int at = 0; at < stream.length(); ) {
                int to = Math.min(stream.length(), at + random.nextInt(1, 12));
                frames.addAll(feed(stream.substring(at, to)));
                at = to;
            }
            assertThat(frames.stream().filter(f -> !f.equals("ping")))
                    .as("seed " + seed)
                    .containsExactly(
                            "A sip:x SIP/2.0\r\nContent-Length: 5\r\n\r\nhello",
                            "B sip:x SIP/2.0\r\nl:0\r\n\r\n",
                            "C sip:x SIP/2.0\r\n\r\n");
            assertThat(framer.partial()).isFalse();
        }
    }

    /// RFC 5626 §4.4.1
    @Test
    void aDoubleLineEndIsAPing() {
        assertThat(feed("\r\n\r\n")).containsExactly("ping");
        assertThat(feed("\r\n")).isEmpty();
        assertThat(feed("\r\n\r\n\r\n")).containsExactly("ping", "ping");
    }

    @Test
    void lineEndsBetweenMessagesBeginNone() {
        feed("\r\n");
        assertThat(framer.partial()).isFalse();
        feed("A");
        assertThat(framer.partial()).isTrue();
        feed(" sip:x SIP/2.0\r\n\r\n\r");
        assertThat(framer.partial()).isFalse();
    }

    @Test
    void aMessageThatIsTooLongIsSkippedAndTheNextIsRead() {
        String header = "A sip:x SIP/2.0\r\nContent-Length: 5000\r\n\r\n";
        assertThat(feed(header + "x".repeat(3_000))).containsExactly("too long: " + header);
        assertThat(framer.partial()).isTrue();
        assertThat(feed("x".repeat(2_000) + "B sip:x SIP/2.0\r\n\r\n"))
                .containsExactly("B sip:x SIP/2.0\r\n\r\n");
        assertThat(framer.partial()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "", "99999999999", "1048576", "+5"})
    void aLengthThatCantBeBelievedBreaksTheStream(String length) {
        assertThat(feed("A sip:x SIP/2.0\r\nContent-Length: " + length + "\r\n\r\n"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("broken");
    }

    @Test
    void aHeaderWithoutEndBreaksTheStream() {
        assertThat(feed("A".repeat(4_000))).isEmpty();
        assertThat(feed("A")).first().asString().startsWith("broken");
    }
}
