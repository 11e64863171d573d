package antiphon.ivr.prompt;

import antiphon.media.AudioClip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Reads canonical WAV: PCM, mono, 16 bit.
final class Wav {
    private Wav() {}

    static AudioClip read(String name, byte[] wav) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < 44 || in.getInt(0) != 0x46464952 || in.getInt(8) != 0x45564157) {
            throw new IOException(name + " is not a WAV file");
        }
        int sampleRate = 0;
        int at = 12;
        while (at + 8 <= in.limit()) {
            int chunk = in.getInt(at);
            int length = in.getInt(at + 4);
            if (chunk == 0x20746d66) {
                if (in.getShort(at + 8) != 1
                        || in.getShort(at + 10) != 1
                        || in.getShort(at + 22) != 16) {
                    throw new IOException(name + ": allowed is PCM, mono, 16 bit");
                }
                sampleRate = in.getInt(at + 12);
            } else if (chunk == 0x61746164) {
                if (sampleRate == 0 || length < 0) {
                    throw new IOException(name + ": no format before its data");
                }
                short[] samples = new short[Math.min(length, in.limit() - at - 8) / 2];
                in.slice(at + 8, samples.length * 2)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asShortBuffer()
                        .get(samples);
                return AudioClip.of(name, sampleRate, samples);
            }
            if (length < 0) {
                break;
            }
            at += 8 + length + (length & 1);
        }
        throw new IOException(name + " has no audio data");
    }
}
