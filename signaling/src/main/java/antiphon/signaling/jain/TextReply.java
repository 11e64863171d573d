package antiphon.signaling.jain;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Answers a request without parsing it: for strangers, whose bytes never reach the parser, and for
/// messages that are too long. Static functions over bytes.
final class TextReply {
    /// Header fields further back are not looked at.
    private static final int HEADER_BYTES_MAX = 8_192;

    /// More Via lines than any real path has; also bounds what we send.
    private static final int VIAS_MAX = 16;

    private TextReply() {}

    /// @param status for instance `403 Forbidden`
    /// @return the response, or null if the message is no request that may be answered
    static byte @Nullable [] to(
            byte[] message, int length, InetAddress source, int sourcePort, String status) {
        String text =
                new String(
                        message,
                        0,
                        Math.min(length, HEADER_BYTES_MAX),
                        StandardCharsets.ISO_8859_1);
        String[] lines = text.split("\r?\n", -1);
        String start = lines[0];
        // RFC 3261 §17.1.1.3: an ACK is never answered, and a response even less so.
        if (!start.endsWith(" SIP/2.0") || start.startsWith("ACK ") || start.startsWith("SIP/"))
            return null;
        var fields = new Fields();
        for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) fields.line(lines[i]);
        return fields.response(status, source, sourcePort);
    }

    /// The five header fields that a response copies (RFC 3261 §8.2.6.2).
    private static final class Fields {
        private final List<String> vias = new ArrayList<>();
        private @Nullable String from;
        private @Nullable String to;
        private @Nullable String callId;
        private @Nullable String cseq;

        void line(String line) {
            int colon = line.indexOf(':');
            if (colon <= 0) return;
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
                case "via", "v" -> {
                    if (vias.size() < VIAS_MAX) vias.add(value);
                }
                case "from", "f" -> from = value;
                case "to", "t" -> to = value;
                case "call-id", "i" -> callId = value;
                case "cseq" -> cseq = value;
                default -> {}
            }
        }

        byte @Nullable [] response(String status, InetAddress source, int sourcePort) {
            if (vias.isEmpty() || from == null || to == null || callId == null || cseq == null)
                return null;
            var out = new StringBuilder("SIP/2.0 ").append(status).append("\r\n");
            for (int i = 0; i < vias.size(); i++) {
                out.append("Via: ").append(vias.get(i));
                // RFC 3581 §4, on the top Via only.
                if (i == 0)
                    out.append(";received=")
                            .append(source.getHostAddress())
                            .append(";rport=")
                            .append(sourcePort);
                out.append("\r\n");
            }
            String tag =
                    to.contains(";tag=") ? "" : ";tag=" + Integer.toHexString(callId.hashCode());
            out.append("From: ").append(from).append("\r\nTo: ").append(to).append(tag);
            out.append("\r\nCall-ID: ").append(callId).append("\r\nCSeq: ").append(cseq);
            out.append("\r\nContent-Length: 0\r\n\r\n");
            return out.toString().getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
