package antiphon.signaling.sdp;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Finds the session description in a message body, also in `multipart/mixed` (RFC 5621).
public final class BodyPart {
    private static final String SDP = "application/sdp";

    /// Parts looked at before we give up.
    private static final int PARTS_MAX = 16;

    private BodyPart() {}

    /// @param contentType the Content-Type header with its parameters
    /// @return the description, or null if the body holds none
    public static @Nullable String sessionDescription(String contentType, byte[] body) {
        String type = mediaType(contentType);
        if (type.equals(SDP)) return new String(body, StandardCharsets.UTF_8);
        if (!type.equals("multipart/mixed")) return null;
        String boundary = boundary(contentType);
        if (boundary == null) return null;
        // Latin-1 takes every byte; what we read of a description is ASCII.
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String delimiter = "--" + boundary;
        int start = text.indexOf(delimiter);
        for (int part = 0; start >= 0 && part < PARTS_MAX; part++) {
            int from = start + delimiter.length();
            int to = text.indexOf(delimiter, from);
            if (to < 0) return null;
            String content = contentOf(text, from, to);
            if (content != null) return content;
            start = to;
        }
        return null;
    }

    private static @Nullable String contentOf(String text, int from, int to) {
        int blank = text.indexOf("\r\n\r\n", from);
        int gap = 4;
        if (blank < 0 || blank >= to) {
            blank = text.indexOf("\n\n", from);
            gap = 2;
        }
        if (blank < 0 || blank >= to) return null;
        for (String line : text.substring(from, blank).split("\r?\n")) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-type:")
                    && mediaType(line.substring(line.indexOf(':') + 1)).equals(SDP)) {
                return text.substring(Math.min(blank + gap, to), to);
            }
        }
        return null;
    }

    private static String mediaType(String contentType) {
        return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String boundary(String contentType) {
        for (String parameter : contentType.split(";")) {
            String stripped = parameter.strip();
            if (!stripped.regionMatches(true, 0, "boundary=", 0, 9)) continue;
            String value = stripped.substring(9).strip();
            if (value.startsWith("\"") && value.endsWith("\"") && value.length() > 1) {
                value = value.substring(1, value.length() - 1);
            }
            return value.isEmpty() ? null : value;
        }
        return null;
    }
}
