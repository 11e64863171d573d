package antiphon.media;

/// Audio codecs in order of our preference, with their static RTP payload types (RFC 3551 §6).
public enum Codec {
    PCMU("PCMU", 0, 8000),
    PCMA("PCMA", 8, 8000);

    private final String encodingName;
    private final int staticPayloadType;
    private final int clockRate;

    Codec(String encodingName, int staticPayloadType, int clockRate) {
        this.encodingName = encodingName;
        this.staticPayloadType = staticPayloadType;
        this.clockRate = clockRate;
    }

    /// The name in `a=rtpmap`, compared without case (RFC 8866 §6.6).
    public String encodingName() {
        return encodingName;
    }

    /// The payload type that needs no `a=rtpmap`.
    public int staticPayloadType() {
        return staticPayloadType;
    }

    /// RTP clock rate in Hz.
    public int clockRate() {
        return clockRate;
    }
}
