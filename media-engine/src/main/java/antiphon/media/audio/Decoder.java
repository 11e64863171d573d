package antiphon.media.audio;

/// Payload to PCM. One per session, because some codecs remember. Owned by the media thread.
public interface Decoder {
    /// How many samples a payload of that length holds.
    int samples(int payloadLength);

    /// Writes [#samples] samples, as 16-bit values in an int, from `pcmOffset` on.
    void decode(byte[] payload, int offset, int length, int[] pcm, int pcmOffset);
}
