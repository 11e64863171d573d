package antiphon.bench.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request or response as its lines: nothing is checked, so that a test sees what really came.
/// Immutable.
public final class SipMessage {
    /// One header line; the name in lower case and long form.
    public record Header(String name, String value) {}

    private static final Map<String, String> COMPACT =
            Map.of(
                    "v",
                    "via",
                    "f",
                    "from",
                    "t",
                    "to",
                    "i",
                    "call-id",
                    "m",
                    "contact",
                    "c",
                    "content-type",
                    "l",
                    "content-length",
                    "k",
                    "supported",
                    "e",
                    "content-encoding",
                    "s",
                    "subject");

    private final String startLine;
    private final List<Header> headers;
    private final String body;

    private SipMessage(String startLine, List<Header> headers, String body) {
        this.startLine = startLine;
        this.headers = headers;
        this.body = body;
    }

    /// Null where there is no message: keep-alives and rubbish.
    public static @Nullable SipMessage parse(byte[] data, int length) {
        String text = new String(data, 0, length, UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return null;
        }
        String[] lines = text.substring(0, end).split("\r\n");
        if (!lines[0].contains("SIP/2.0")) {
            return null;
        }
        List<Header> headers = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                String name = lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT);
                headers.add(
                        new Header(
                                COMPACT.getOrDefault(name, name),
                                lines[i].substring(colon + 1).strip()));
            }
        }
        return new SipMessage(lines[0], List.copyOf(headers), text.substring(end + 4));
    }

    public String startLine() {
        return startLine;
    }

    public String body() {
        return body;
    }

    public boolean isResponse() {
        return startLine.startsWith("SIP/2.0");
    }

    /// Status of a response, 0 of a request.
    public int status() {
        return isResponse() && startLine.length() >= 11 ? number(startLine.substring(8, 11)) : 0;
    }

    /// The request's method, or of a response the method of its CSeq.
    public String method() {
        if (!isResponse()) {
            return startLine.substring(0, Math.max(0, startLine.indexOf(' ')));
        }
        String cseq = header("cseq");
        return cseq.substring(cseq.indexOf(' ') + 1).strip();
    }

    public int cseq() {
        return number(header("cseq").split(" ")[0]);
    }

    /// First value of a header, "" where there is none.
    public String header(String name) {
        for (Header header : headers) {
            if (header.name.equalsIgnoreCase(name)) {
                return header.value;
            }
        }
        return "";
    }

    public boolean has(String name) {
        return headers.stream().anyMatch(h -> h.name.equalsIgnoreCase(name));
    }

    /// All lines of a header, in order.
    public List<String> headers(String name) {
        return headers.stream()
                .filter(h -> h.name.equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
    }

    public String branch() {
        return parameter(header("via"), "branch");
    }

    public String fromTag() {
        return parameter(header("from"), "tag");
    }

    public String toTag() {
        return parameter(header("to"), "tag");
    }

    /// A `;name=value` parameter of a header value, "" where there is none.
    public static String parameter(String value, String name) {
        for (String part : value.substring(value.lastIndexOf('>') + 1).split(";")) {
            String trimmed = part.strip();
            if (trimmed.regionMatches(true, 0, name + "=", 0, name.length() + 1)) {
                return trimmed.substring(name.length() + 1).strip();
            }
        }
        return "";
    }

    /// The URI of a Contact, Route or To value, without brackets.
    public static String uri(String value) {
        int open = value.indexOf('<');
        int close = value.indexOf('>', open + 1);
        return open >= 0 && close > open
                ? value.substring(open + 1, close)
                : value.split(";")[0].strip();
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    @Override
    public String toString() {
        return startLine;
    }
}
