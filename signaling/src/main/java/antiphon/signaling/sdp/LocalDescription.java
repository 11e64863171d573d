package antiphon.signaling.sdp;

import antiphon.media.Codec;
import antiphon.media.Direction;
import antiphon.media.MediaDescription;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Our side of one session: writes offers and answers and counts the version of the `o=` line up
/// when, and only when, the description changes (RFC 3264 §8). One call, one thread at a time.
public final class LocalDescription {
    private static final int TELEPHONE_EVENT_PREFERRED = 101;

    private final long sessionId;
    private long version;
    private String lastBody = "";

    /// The m= lines of the session so far; they never become fewer (RFC 3264 §8).
    private List<MediaSection> shape = List.of();

    private int audioIndex;
    private @Nullable MediaDescription agreed;

    /// @param sessionId unique number of the `o=` line, also its first version
    public LocalDescription(long sessionId) {
        this.sessionId = sessionId;
        this.version = sessionId;
    }

    /// RFC 3264 §6: one m= line for each of the offer, in its order; all but ours refused by port
    /// 0.
    public String answer(
            SessionDescription offer,
            OfferAnswer.Choice.Chosen chosen,
            InetAddress address,
            int port) {
        shape = offer.media();
        audioIndex = chosen.section();
        agreed = chosen.media();
        var streams = new StringBuilder();
        for (int i = 0; i < shape.size(); i++) {
            if (i == audioIndex) audio(streams, shape.get(i).protocol(), chosen.media(), port);
            else refused(streams, shape.get(i));
        }
        return write(address, streams);
    }

    /// The answer to an offer that switches every stream off (RFC 3264 §8.2).
    public String answerNoStream(SessionDescription offer, InetAddress address) {
        shape = offer.media();
        var streams = new StringBuilder();
        for (MediaSection section : shape) refused(streams, section);
        return write(address, streams);
    }

    /// Our own offer, with all we can do; the streams that were refused before stay refused.
    public String offer(Direction direction, InetAddress address, int port) {
        var streams = new StringBuilder();
        if (shape.isEmpty()) offeredAudio(streams, "RTP/AVP", direction, port);
        for (int i = 0; i < shape.size(); i++) {
            if (i == audioIndex) offeredAudio(streams, shape.get(i).protocol(), direction, port);
            else refused(streams, shape.get(i));
        }
        return write(address, streams);
    }

    /// What our offer came to.
    public void accepted(SessionDescription answer, OfferAnswer.Choice.Chosen chosen) {
        shape = answer.media();
        audioIndex = chosen.section();
        agreed = chosen.media();
    }

    private void offeredAudio(StringBuilder out, String protocol, Direction direction, int port) {
        int event =
                agreed != null && agreed.telephoneEventPayloadType() >= 0
                        ? agreed.telephoneEventPayloadType()
                        : freePayloadType();
        out.append("m=audio ").append(port).append(' ').append(protocol);
        // RFC 3264 §8.3.2: the codec in use keeps its number and comes first.
        if (agreed != null) out.append(' ').append(agreed.payloadType());
        for (Codec codec : Codec.values()) {
            if (agreed == null || agreed.codec() != codec)
                out.append(' ').append(codec.staticPayloadType());
        }
        out.append(' ').append(event).append("\r\n");
        if (agreed != null) rtpMap(out, agreed.payloadType(), agreed.codec());
        for (Codec codec : Codec.values()) {
            if (agreed == null || agreed.codec() != codec)
                rtpMap(out, codec.staticPayloadType(), codec);
        }
        event(out, event, Codec.PCMU.clockRate());
        tail(out, direction);
    }

    private int freePayloadType() {
        return agreed != null && agreed.payloadType() == TELEPHONE_EVENT_PREFERRED
                ? TELEPHONE_EVENT_PREFERRED + 1
                : TELEPHONE_EVENT_PREFERRED;
    }

    private static void audio(
            StringBuilder out, String protocol, MediaDescription media, int port) {
        out.append("m=audio ")
                .append(port)
                .append(' ')
                .append(protocol)
                .append(' ')
                .append(media.payloadType());
        int event = media.telephoneEventPayloadType();
        if (event >= 0) out.append(' ').append(event);
        out.append("\r\n");
        rtpMap(out, media.payloadType(), media.codec());
        if (event >= 0) event(out, event, media.codec().clockRate());
        tail(out, media.direction());
    }

    private static void rtpMap(StringBuilder out, int payloadType, Codec codec) {
        out.append("a=rtpmap:").append(payloadType).append(' ').append(codec.encodingName());
        out.append('/').append(codec.clockRate()).append("\r\n");
    }

    private static void event(StringBuilder out, int payloadType, int clockRate) {
        out.append("a=rtpmap:")
                .append(payloadType)
                .append(" telephone-event/")
                .append(clockRate)
                .append("\r\n");
        // RFC 4733 §2.4.1: digits, A-D and flash.
        out.append("a=fmtp:").append(payloadType).append(" 0-16\r\n");
    }

    private static void tail(StringBuilder out, Direction direction) {
        out.append("a=ptime:20\r\na=");
        out.append(
                switch (direction) {
                    case SENDRECV -> "sendrecv";
                    case SENDONLY -> "sendonly";
                    case RECVONLY -> "recvonly";
                    case INACTIVE -> "inactive";
                });
        out.append("\r\n");
    }

    /// RFC 3264 §6: port 0; the formats no longer matter, but one must stand there.
    private static void refused(StringBuilder out, MediaSection section) {
        out.append("m=").append(section.type()).append(" 0 ").append(section.protocol());
        out.append(' ').append(section.formats().getFirst()).append("\r\n");
    }

    private String write(InetAddress address, CharSequence streams) {
        String host = (address instanceof Inet6Address ? "IP6 " : "IP4 ") + literal(address);
        String body = "s=-\r\nc=IN " + host + "\r\nt=0 0\r\n" + streams;
        if (!body.equals(lastBody)) {
            if (!lastBody.isEmpty()) version++;
            lastBody = body;
        }
        String origin = "v=0\r\no=- " + sessionId + ' ' + version + " IN " + host + "\r\n";
        return origin + body;
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }
}
