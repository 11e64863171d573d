package antiphon.bench.sip;

import antiphon.bench.sound.Law;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One audio stream of an SDP body (RFC 8866): where to send, what, and which way.
/// `eventPayloadType` is -1 without telephone-event.
public record Sdp(
        InetSocketAddress address, List<Law> laws, int eventPayloadType, String direction) {
    /// What we write. `version` rises with each offer of a dialog (RFC 3264 §8).
    public static String write(
            InetSocketAddress address,
            List<Law> laws,
            int eventPayloadType,
            String direction,
            int version) {
        String host = address.getAddress().getHostAddress();
        StringBuilder payloads = new StringBuilder();
        StringBuilder maps = new StringBuilder();
        for (Law law : laws) {
            payloads.append(' ').append(law.payloadType());
            maps.append("a=rtpmap:%d %s/8000\r\n".formatted(law.payloadType(), law));
        }
        if (eventPayloadType >= 0) {
            payloads.append(' ').append(eventPayloadType);
            maps.append(
                    "a=rtpmap:%1$d telephone-event/8000\r\na=fmtp:%1$d 0-15\r\n"
                            .formatted(eventPayloadType));
        }
        return "v=0\r\no=phone 1 %d IN IP4 %s\r\ns=-\r\nc=IN IP4 %s\r\nt=0 0\r\nm=audio %d RTP/AVP%s\r\n%sa=ptime:20\r\na=%s\r\n"
                .formatted(version, host, host, address.getPort(), payloads, maps, direction);
    }

    /// Null where the body has no audio stream that is taken (none at all, or port 0).
    public static @Nullable Sdp read(String body) {
        String host = "";
        int port = 0;
        String direction = "sendrecv";
        int event = -1;
        List<Law> laws = new ArrayList<>();
        boolean inAudio = false;
        boolean seenMedia = false;
        for (String line : body.split("\r?\n")) {
            if (line.startsWith("m=")) {
                inAudio = line.startsWith("m=audio") && port == 0;
                seenMedia = true;
                if (inAudio) {
                    String[] words = line.split(" ");
                    port = Integer.parseInt(words[1].split("/")[0]);
                    laws(words, laws);
                }
            } else if (line.startsWith("c=IN IP4 ") && (!seenMedia || inAudio)) {
                host = line.substring(9).strip().split("/")[0];
            } else if (inAudio && line.toLowerCase(Locale.ROOT).contains(" telephone-event/")) {
                event = Integer.parseInt(line.substring(line.indexOf(':') + 1, line.indexOf(' ')));
            } else if (isDirection(line) && (!seenMedia || inAudio)) {
                direction = line.substring(2).strip();
            }
        }
        if (port == 0 || host.isEmpty()) {
            return null;
        }
        return new Sdp(
                new InetSocketAddress(numeric(host), port), List.copyOf(laws), event, direction);
    }

    private static void laws(String[] words, List<Law> laws) {
        for (int i = 3; i < words.length; i++) {
            for (Law law : Law.values()) {
                if (words[i].strip().equals(Integer.toString(law.payloadType()))) {
                    laws.add(law);
                }
            }
        }
    }

    private static boolean isDirection(String line) {
        return switch (line.strip()) {
            case "a=sendrecv", "a=sendonly", "a=recvonly", "a=inactive" -> true;
            default -> false;
        };
    }

    private static InetAddress numeric(String host) {
        return InetAddress.ofLiteral(host);
    }
}
