package antiphon.media;

import antiphon.media.audio.Encoder;
import antiphon.media.audio.Frame;

/// A clip in the form in which it leaves: whole 20 ms payloads of one codec, the last one padded
/// with silence. Never changes, so any number of players on any loop copy from it.
final class EncodedFrames {
    private final byte[] payloads;
    private final int frameBytes;

    private EncodedFrames(byte[] payloads, int frameBytes) {
        this.payloads = payloads;
        this.frameBytes = frameBytes;
    }

    static EncodedFrames encode(short[] samples, Codec codec) {
        Encoder encoder = Codecs.encoder(codec);
        int frames = (samples.length + Frame.SAMPLES - 1) / Frame.SAMPLES;
        int frameBytes = Codecs.silence(codec).length;
        byte[] payloads = new byte[Math.multiplyExact(frames, frameBytes)];
        int[] pcm = new int[Frame.SAMPLES];
        for (int frame = 0; frame < frames; frame++) {
            for (int i = 0; i < Frame.SAMPLES; i++) {
                int at = frame * Frame.SAMPLES + i;
                pcm[i] = at < samples.length ? samples[at] : 0;
            }
            encoder.encode(pcm, 0, Frame.SAMPLES, payloads, frame * frameBytes);
        }
        return new EncodedFrames(payloads, frameBytes);
    }

    int count() {
        return payloads.length / frameBytes;
    }

    /// @return the payload's length
    int copy(int frame, byte[] packet, int offset) {
        System.arraycopy(payloads, frame * frameBytes, packet, offset, frameBytes);
        return frameBytes;
    }
}
