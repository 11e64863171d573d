package antiphon.media;

import java.util.List;

/// One music class: its tracks one after the other, on one timeline that all listeners share.
/// Written by any thread, read by the loops.
final class Music {
    private final String name;
    private volatile EncodedFrames[] framesByCodec = new EncodedFrames[0];

    Music(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    void publish(List<AudioClip> tracks) {
        AudioClip all = AudioClip.concatenated(name, tracks);
        EncodedFrames[] frames = new EncodedFrames[Codecs.COUNT];
        for (Codec codec : Codec.values()) {
            frames[Codecs.index(codec)] = all.encode(codec);
        }
        framesByCodec = frames;
    }

    /// @param frameIndex frames of 20 ms since the engine's start: the same for all listeners
    /// @return the payload's length; 0 if the class has no tracks
    int copy(Codec codec, long frameIndex, byte[] packet, int offset) {
        EncodedFrames[] frames = framesByCodec;
        if (frames.length == 0) {
            return 0;
        }
        EncodedFrames track = frames[Codecs.index(codec)];
        int count = track.count();
        return count == 0 ? 0 : track.copy((int) (frameIndex % count), packet, offset);
    }
}
