package antiphon.signaling.sdp;

import antiphon.media.Direction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One `m=` line with what belongs to it (RFC 8866 §5.14).
///
/// @param type `audio`, `video`, `image`, …
/// @param port 0 refuses or removes the stream (RFC 3264 §6, §8.2)
/// @param protocol `RTP/AVP`, `RTP/SAVP`, `udptl`, …
/// @param formats payload types for RTP, in the peer's order of preference
/// @param address of the media-level or session-level `c=` line; null if there is none
/// @param direction as the peer sees it
/// @param rtpMaps what the payload types mean
/// @param rtcpPort port of `a=rtcp` (RFC 3605), 0 if absent
/// @param rtcpAddress address of `a=rtcp`, null if absent
record MediaSection(
        String type,
        int port,
        String protocol,
        List<String> formats,
        @Nullable String address,
        Direction direction,
        Map<Integer, RtpMap> rtpMaps,
        int rtcpPort,
        @Nullable String rtcpAddress) {

    /// `a=rtpmap` (RFC 8866 §6.6).
    ///
    /// @param encodingName in upper case: names are compared without case
    record RtpMap(String encodingName, int clockRate, int channels) {}

    boolean audio() {
        return type.equals("audio");
    }

    /// The profiles we speak. Secure ones are not among them: what is offered encrypted is never
    /// answered in the clear.
    boolean plainRtp() {
        return protocol.equals("RTP/AVP") || protocol.equals("RTP/AVPF");
    }
}
