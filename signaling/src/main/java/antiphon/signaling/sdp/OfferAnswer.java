package antiphon.signaling.sdp;

import antiphon.media.Codec;
import antiphon.media.Direction;
import antiphon.media.MediaDescription;
import antiphon.signaling.sdp.MediaSection.RtpMap;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What of an offer or an answer we can use (RFC 3264). Static functions over values.
public final class OfferAnswer {
    /// RFC 3261 §20.43 and §27.2.
    static final int WARN_NETWORK_ADDRESS = 301;

    static final int WARN_TRANSPORT = 302;
    static final int WARN_MEDIA_TYPE = 304;
    static final int WARN_MEDIA_FORMAT = 305;

    private OfferAnswer() {}

    /// What became of an offer or answer.
    public sealed interface Choice {
        /// @param section index of the accepted m= line
        /// @param media what to send and receive, seen from us
        record Chosen(int section, MediaDescription media) implements Choice {}

        /// Every audio stream is switched off by port 0; fine for a call that stands, not for a new
        /// one.
        record NoStream() implements Choice {}

        /// @param warning code of the Warning header
        record Unusable(int warning, String reason) implements Choice {}
    }

    /// Takes the first audio stream that we can serve, with the first codec of the offerer's order.
    public static Choice choose(SessionDescription offer) {
        return choose(offer, Direction.SENDRECV);
    }

    /// The answer to our own offer; our direction is limited to what we offered.
    ///
    /// @param offered the direction of our offer
    public static Choice accept(SessionDescription answer, Direction offered) {
        return choose(answer, offered);
    }

    private static Choice choose(SessionDescription description, Direction allowed) {
        @Nullable Choice refusal = null;
        boolean switchedOff = false;
        List<MediaSection> media = description.media();
        for (int i = 0; i < media.size(); i++) {
            MediaSection section = media.get(i);
            if (!section.audio()) continue;
            if (section.port() == 0) {
                switchedOff = true;
                continue;
            }
            Choice choice = chooseFrom(section, i, allowed);
            if (choice instanceof Choice.Chosen) return choice;
            if (refusal == null) refusal = choice;
        }
        if (refusal != null) return refusal;
        if (switchedOff) return new Choice.NoStream();
        return new Choice.Unusable(WARN_MEDIA_TYPE, "no audio stream is offered");
    }

    private static Choice chooseFrom(MediaSection section, int index, Direction allowed) {
        if (!section.plainRtp()) {
            return new Choice.Unusable(
                    WARN_TRANSPORT, section.protocol() + " is not spoken here: RTP/AVP is");
        }
        InetAddress address = literal(section.address());
        if (address == null) {
            return new Choice.Unusable(
                    WARN_NETWORK_ADDRESS, "c= line holds no literal IPv4 or IPv6 address");
        }
        for (String format : section.formats()) {
            int payloadType = SdpParser.number(format);
            Codec codec = codec(section, payloadType);
            if (codec == null) continue;
            var rtp = new InetSocketAddress(address, section.port());
            return new Choice.Chosen(
                    index,
                    new MediaDescription(
                            rtp,
                            rtcp(section, rtp),
                            codec,
                            payloadType,
                            telephoneEvent(section, codec.clockRate()),
                            direction(section, address, allowed)));
        }
        return new Choice.Unusable(WARN_MEDIA_FORMAT, "no common codec: PCMU and PCMA are spoken");
    }

    private static @Nullable Codec codec(MediaSection section, int payloadType) {
        if (payloadType < 0 || payloadType > 127) return null;
        RtpMap map = section.rtpMaps().get(payloadType);
        for (Codec codec : Codec.values()) {
            if (map == null) {
                // RFC 3551 §6: static payload types need no rtpmap.
                if (payloadType < 96 && codec.staticPayloadType() == payloadType) return codec;
            } else if (map.encodingName().equalsIgnoreCase(codec.encodingName())
                    && map.clockRate() == codec.clockRate()
                    && map.channels() == 1) {
                return codec;
            }
        }
        return null;
    }

    /// RFC 4733 §2.1: the event's clock must be that of the codec beside it.
    private static int telephoneEvent(MediaSection section, int clockRate) {
        for (String format : section.formats()) {
            int payloadType = SdpParser.number(format);
            RtpMap map = section.rtpMaps().get(payloadType);
            if (map != null
                    && map.encodingName().equals("TELEPHONE-EVENT")
                    && map.clockRate() == clockRate) {
                return payloadType;
            }
        }
        return -1;
    }

    private static InetSocketAddress rtcp(MediaSection section, InetSocketAddress rtp) {
        if (section.rtcpPort() == 0) {
            return new InetSocketAddress(rtp.getAddress(), Math.min(rtp.getPort() + 1, 65_535));
        }
        InetAddress address = literal(section.rtcpAddress());
        return new InetSocketAddress(
                address != null ? address : rtp.getAddress(), section.rtcpPort());
    }

    /// RFC 3264 §6.1 turned round, and §8.4: an address of all zeros asks us not to send.
    private static Direction direction(
            MediaSection section, InetAddress address, Direction allowed) {
        Direction theirs = section.direction();
        boolean send = theirs.receives() && !address.isAnyLocalAddress() && allowed.sends();
        boolean receive = theirs.sends() && allowed.receives();
        if (send) return receive ? Direction.SENDRECV : Direction.SENDONLY;
        return receive ? Direction.RECVONLY : Direction.INACTIVE;
    }

    /// Literal addresses only: a name in a session description never makes us ask the DNS.
    private static @Nullable InetAddress literal(@Nullable String text) {
        // Not what the JDK alone would take: "1" is no address.
        if (text == null
                || (text.indexOf(':') < 0 && text.chars().filter(c -> c == '.').count() != 3)) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
