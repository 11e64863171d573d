package antiphon.media;

import java.net.InetSocketAddress;

/// What offer and answer agreed on for one audio stream.
///
/// @param remoteRtp where the peer says it receives RTP; believed until a valid stream shows
///   otherwise
/// @param remoteRtcp where the peer receives RTCP: port + 1, or `a=rtcp` (RFC 3605)
/// @param codec the codec of both directions
/// @param payloadType the RTP payload type of `codec`, as the offerer numbered it
/// @param telephoneEventPayloadType payload type of RFC 4733 events, or -1 if not agreed
/// @param direction seen from us
public record MediaDescription(
        InetSocketAddress remoteRtp,
        InetSocketAddress remoteRtcp,
        Codec codec,
        int payloadType,
        int telephoneEventPayloadType,
        Direction direction) {}
