package antiphon.media.audio;

/// PCM to payload. One per session, because some codecs remember. Owned by the media thread.
public interface Encoder {
    /// Encodes `count` samples, which lie in the 16-bit range.
    ///
    /// @return how many bytes were written
    int encode(int[] pcm, int pcmOffset, int count, byte[] payload, int offset);
}
