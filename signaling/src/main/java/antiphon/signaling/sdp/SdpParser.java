package antiphon.signaling.sdp;

import antiphon.media.Direction;
import antiphon.signaling.sdp.MediaSection.RtpMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads session descriptions as phones really write them: LF instead of CRLF, lines missing, out
/// of order or unknown. Only what would be misunderstood is refused. One parse, one parser.
public final class SdpParser {
    /// A description with more lines is not a phone's.
    static final int LINES_MAX = 2_000;

    /// Every offered stream costs a line in the answer; no phone offers as many.
    static final int MEDIA_SECTIONS_MAX = 32;

    /// Payload types of one stream: 7 bits.
    static final int FORMATS_MAX = 128;

    private static final int TOKEN_LENGTH_MAX = 64;

    private final List<MediaSection> sections = new ArrayList<>();
    private @Nullable Section current;
    private @Nullable String sessionAddress;
    private Direction sessionDirection = Direction.SENDRECV;
    private @Nullable String error;

    private SdpParser() {}

    /// What became of a body.
    public sealed interface Parsed {
        record Valid(SessionDescription description) implements Parsed {}

        /// @param reason for a person
        record Malformed(String reason) implements Parsed {}
    }

    public static Parsed parse(String body) {
        return new SdpParser().read(body);
    }

    private Parsed read(String text) {
        int lines = 0;
        for (int start = 0; start < text.length() && error == null; ) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            if (++lines > LINES_MAX)
                return new Parsed.Malformed("more than " + LINES_MAX + " lines");
            line(text.substring(start, end).strip());
            start = end + 1;
        }
        finishSection();
        if (error != null) return new Parsed.Malformed(error);
        if (sections.isEmpty()) return new Parsed.Malformed("no m= line");
        return new Parsed.Valid(new SessionDescription(sections));
    }

    private void line(String line) {
        // Lines that are no "x=…" are skipped: old gateways add blank lines and comments.
        if (line.length() < 2 || line.charAt(1) != '=') return;
        String value = line.substring(2).strip();
        switch (line.charAt(0)) {
            case 'c' -> connection(value);
            case 'm' -> media(value);
            case 'a' -> attribute(value);
            default -> {}
        }
    }

    private void connection(String value) {
        String[] parts = value.split("\\s+");
        if (parts.length < 3 || !parts[0].equalsIgnoreCase("IN")) {
            error = "c= line is not 'IN IP4|IP6 address'";
            return;
        }
        // A multicast address carries /ttl; a unicast one has no slash.
        String address = parts[2].split("/", 2)[0];
        if (current == null) sessionAddress = address;
        else current.address = address;
    }

    private void media(String value) {
        finishSection();
        String[] parts = value.split("\\s+");
        if (parts.length < 4 || parts.length - 3 > FORMATS_MAX) {
            error = "m= line needs type, port, protocol and 1 to " + FORMATS_MAX + " formats";
            return;
        }
        int port = number(parts[1].split("/", 2)[0]);
        if (port < 0 || port > 65_535) {
            error = "port of an m= line is not 0-65535";
            return;
        }
        for (String part : parts) {
            if (!token(part)) {
                error = "m= line holds characters that are not allowed";
                return;
            }
        }
        if (sections.size() == MEDIA_SECTIONS_MAX) {
            error = "more than " + MEDIA_SECTIONS_MAX + " m= lines";
            return;
        }
        current =
                new Section(
                        parts[0].toLowerCase(Locale.ROOT),
                        port,
                        parts[2].toUpperCase(Locale.ROOT).startsWith("RTP/")
                                ? parts[2].toUpperCase(Locale.ROOT)
                                : parts[2],
                        List.copyOf(Arrays.asList(parts).subList(3, parts.length)));
    }

    private void attribute(String value) {
        int colon = value.indexOf(':');
        String name =
                (colon < 0 ? value : value.substring(0, colon)).strip().toLowerCase(Locale.ROOT);
        String argument = colon < 0 ? "" : value.substring(colon + 1).strip();
        switch (name) {
            case "sendrecv" -> direction(Direction.SENDRECV);
            case "sendonly" -> direction(Direction.SENDONLY);
            case "recvonly" -> direction(Direction.RECVONLY);
            case "inactive" -> direction(Direction.INACTIVE);
            case "rtpmap" -> rtpMap(argument);
            case "rtcp" -> rtcp(argument);
            default -> {}
        }
    }

    private void direction(Direction direction) {
        if (current == null) sessionDirection = direction;
        else current.direction = direction;
    }

    private void rtpMap(String argument) {
        if (current == null) return;
        String[] parts = argument.split("\\s+", 2);
        if (parts.length < 2) return;
        int payloadType = number(parts[0]);
        String[] encoding = parts[1].strip().split("/");
        if (payloadType < 0 || payloadType > 127 || encoding.length < 2) return;
        int clockRate = number(encoding[1].strip());
        int channels = encoding.length > 2 ? number(encoding[2].strip()) : 1;
        current.rtpMaps.put(
                payloadType,
                new RtpMap(encoding[0].strip().toUpperCase(Locale.ROOT), clockRate, channels));
    }

    /// RFC 3605 §2.1: `a=rtcp:port [IN IP4 address]`.
    private void rtcp(String argument) {
        if (current == null) return;
        String[] parts = argument.split("\\s+");
        int port = number(parts[0]);
        if (port <= 0 || port > 65_535) return;
        current.rtcpPort = port;
        if (parts.length >= 4) current.rtcpAddress = parts[3];
    }

    private void finishSection() {
        if (current == null) return;
        Section section = current;
        current = null;
        sections.add(
                new MediaSection(
                        section.type,
                        section.port,
                        section.protocol,
                        section.formats,
                        section.address != null ? section.address : sessionAddress,
                        section.direction != null ? section.direction : sessionDirection,
                        Map.copyOf(section.rtpMaps),
                        section.rtcpPort,
                        section.rtcpAddress));
    }

    /// @return the number, or -1 if it is none that we could use
    static int number(String text) {
        if (text.isEmpty() || text.length() > 9) return -1;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') return -1;
        }
        return Integer.parseInt(text);
    }

    /// What we may copy into an answer.
    private static boolean token(String text) {
        if (text.length() > TOKEN_LENGTH_MAX) return false;
        return text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    /// A section while its lines are read.
    private static final class Section {
        final String type;
        final int port;
        final String protocol;
        final List<String> formats;
        final Map<Integer, RtpMap> rtpMaps = new HashMap<>();
        @Nullable String address;
        @Nullable Direction direction;
        int rtcpPort;
        @Nullable String rtcpAddress;

        Section(String type, int port, String protocol, List<String> formats) {
            this.type = type;
            this.port = port;
            this.protocol = protocol;
            this.formats = formats;
        }
    }
}
