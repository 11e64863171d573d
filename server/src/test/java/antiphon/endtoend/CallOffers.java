package antiphon.endtoend;

/// Offers that a phone of ours would not make.
final class CallOffers {
    private CallOffers() {}

    /// One audio stream with these payload types.
    static String of(String payloadTypes) {
        return """
        v=0
        o=- 1 1 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=audio 40000 RTP/AVP %s
        a=rtpmap:18 G729/8000
        a=rtpmap:101 telephone-event/8000
        """
                .formatted(payloadTypes)
                .replace("\n", "\r\n");
    }
}
