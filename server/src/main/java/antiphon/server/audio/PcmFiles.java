package antiphon.server.audio;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Streams the decoder's floats: once to measure them, once to write them as WAV. Never holds a
/// whole recording.
final class PcmFiles {
    private static final int CHUNK_SAMPLES = 16_384;
    private static final int BYTES_PER_WAV_SAMPLE = Short.BYTES;
    private static final int HEADER_BYTES = 44;

    private PcmFiles() {}

    /// @param samplesMax what comes after is left out
    static LoudnessMeter measure(Path floats, int sampleRate, long samplesMax) throws IOException {
        LoudnessMeter meter = new LoudnessMeter(sampleRate);
        read(floats, samplesMax, meter::add);
        return meter;
    }

    /// Writes 16 bit PCM, each sample multiplied by `gain`.
    static void writeWav(Path floats, Path wav, int sampleRate, long samples, double gain)
            throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(wav), 1 << 16)) {
            out.write(header(sampleRate, Math.toIntExact(samples * BYTES_PER_WAV_SAMPLE)));
            read(
                    floats,
                    samples,
                    (audio, length) -> {
                        byte[] pcm = new byte[length * BYTES_PER_WAV_SAMPLE];
                        for (int i = 0; i < length; i++) {
                            long scaled =
                                    Math.clamp(
                                            Math.round(audio[i] * gain * 32_768), -32_768, 32_767);
                            pcm[2 * i] = (byte) scaled;
                            pcm[2 * i + 1] = (byte) (scaled >> 8);
                        }
                        out.write(pcm);
                    });
        }
    }

    private interface Chunks {
        void accept(float[] audio, int length) throws IOException;
    }

    private static void read(Path floats, long samplesMax, Chunks chunks) throws IOException {
        float[] audio = new float[CHUNK_SAMPLES];
        long left = samplesMax;
        try (InputStream in = Files.newInputStream(floats)) {
            while (left > 0) {
                int wanted = (int) Math.min(left, CHUNK_SAMPLES);
                byte[] bytes = in.readNBytes(wanted * Float.BYTES);
                int length = bytes.length / Float.BYTES;
                if (length == 0) {
                    return;
                }
                ByteBuffer.wrap(bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(audio, 0, length);
                silenceWhatIsNoNumber(audio, length);
                chunks.accept(audio, length);
                left -= length;
            }
        }
    }

    // A float WAV may hold NaN and infinities; one of them would spoil every later sample of a
    // filter.
    private static void silenceWhatIsNoNumber(float[] audio, int length) {
        for (int i = 0; i < length; i++) {
            if (!Float.isFinite(audio[i])) {
                audio[i] = 0;
            }
        }
    }

    private static byte[] header(int sampleRate, int dataBytes) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put(ascii("RIFF"))
                .putInt(HEADER_BYTES - 8 + dataBytes)
                .put(ascii("WAVEfmt "))
                .putInt(16);
        header.putShort((short) 1).putShort((short) 1); // PCM, mono
        header.putInt(sampleRate).putInt(sampleRate * BYTES_PER_WAV_SAMPLE);
        header.putShort((short) BYTES_PER_WAV_SAMPLE).putShort((short) (8 * BYTES_PER_WAV_SAMPLE));
        header.put(ascii("data")).putInt(dataBytes);
        return header.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
