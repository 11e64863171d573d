package antiphon.signaling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A received message, as text.
record SipText(String startLine, Map<String, List<String>> headers, String body, String raw) {

    static SipText parse(String raw) {
        int end = raw.indexOf("\r\n\r\n");
        String head = end < 0 ? raw : raw.substring(0, end);
        String[] lines = head.split("\r\n");
        Map<String, List<String>> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.computeIfAbsent(
                            lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT),
                            _ -> new ArrayList<>())
                    .add(lines[i].substring(colon + 1).strip());
        }
        return new SipText(lines[0], headers, end < 0 ? "" : raw.substring(end + 4), raw);
    }

    boolean response() {
        return startLine.startsWith("SIP/2.0 ");
    }

    int status() {
        return response() ? Integer.parseInt(startLine.substring(8, 11)) : 0;
    }

    String method() {
        return response()
                ? header("CSeq").split(" ")[1]
                : startLine.substring(0, startLine.indexOf(' '));
    }

    /// First value, or empty.
    String header(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null ? "" : values.getFirst();
    }

    List<String> all(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    String toTag() {
        String to = header("To");
        int tag = to.indexOf(";tag=");
        return tag < 0 ? "" : to.substring(tag + 5).split(";")[0];
    }

    /// Value of `a=name:` or another line type of the body.
    String line(String prefix) {
        return body.lines().filter(l -> l.startsWith(prefix)).findFirst().orElse("");
    }

    List<String> lines(String prefix) {
        return body.lines().filter(l -> l.startsWith(prefix)).toList();
    }
}
