package antiphon.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// Reads RIFF/WAVE with 16-bit PCM, chunks in any order, sizes possibly stale. Any thread.
final class WavReader {
    /// An hour of 48 kHz stereo; more is no prompt.
    static final int BYTES_MAX = 700_000_000;

    private static final int PCM = 1;
    private static final int EXTENSIBLE = 0xFFFE;
    private static final int FORMAT_LENGTH_MIN = 16;
    private static final int EXTENSIBLE_LENGTH_MIN = 26;

    /// Mono samples.
    @SuppressWarnings("ArrayRecordComponent") // a result, never compared
    record Sound(int sampleRate, short[] samples) {}

    private record Format(int channels, int sampleRate) {}

    private WavReader() {}

    static Sound read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(BYTES_MAX);
        ByteBuffer wav = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < 12 || !name(wav, 0).equals("RIFF") || !name(wav, 8).equals("WAVE")) {
            throw new WavFormatException("no WAV file: it does not begin with RIFF....WAVE");
        }
        @Nullable Format format = null;
        @Nullable ByteBuffer data = null;
        int at = 12;
        while (at + 8 <= bytes.length && (format == null || data == null)) {
            String chunk = name(wav, at);
            long declared = Integer.toUnsignedLong(wav.getInt(at + 4));
            int start = at + 8;
            // A recording that broke off says 0 or 0xFFFFFFFF, or more than there is: all the rest.
            boolean stale = chunk.equals("data") && declared == 0;
            int length = (int) Math.min(stale ? Long.MAX_VALUE : declared, bytes.length - start);
            if (chunk.equals("fmt ")) {
                format = format(wav, start, length);
            } else if (chunk.equals("data")) {
                data = wav.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
            }
            at = (int) Math.min(Integer.MAX_VALUE - 16L, start + (long) length + (length & 1));
        }
        if (format == null || data == null) {
            throw new WavFormatException(
                    "WAV without " + (format == null ? "format (fmt)" : "sound (data)") + " chunk");
        }
        return new Sound(format.sampleRate, mono(data, format.channels));
    }

    private static Format format(ByteBuffer wav, int at, int length) throws WavFormatException {
        if (length < FORMAT_LENGTH_MIN) {
            throw new WavFormatException("WAV format chunk of " + length + " bytes, needs 16");
        }
        int tag = Short.toUnsignedInt(wav.getShort(at));
        if (tag == EXTENSIBLE && length >= EXTENSIBLE_LENGTH_MIN) {
            tag = Short.toUnsignedInt(wav.getShort(at + 24)); // the sub-format begins with the tag
        }
        int channels = Short.toUnsignedInt(wav.getShort(at + 2));
        int sampleRate = wav.getInt(at + 4);
        int bits = Short.toUnsignedInt(wav.getShort(at + 14));
        if (tag != PCM || bits != 16 || channels < 1 || channels > 2) {
            throw new WavFormatException(
                    "WAV with format "
                            + tag
                            + ", "
                            + bits
                            + " bit, "
                            + channels
                            + " channels; allowed is PCM (1), 16 bit, 1 or 2 channels");
        }
        if (sampleRate < 1000 || sampleRate > 384_000) {
            throw new WavFormatException(
                    "WAV with "
                            + Integer.toUnsignedString(sampleRate)
                            + " Hz; allowed 1000-384000");
        }
        return new Format(channels, sampleRate);
    }

    private static short[] mono(ByteBuffer data, int channels) {
        short[] interleaved = new short[data.remaining() / 2];
        data.asShortBuffer().get(interleaved);
        if (channels == 1) {
            return interleaved;
        }
        short[] mono = new short[interleaved.length / 2];
        for (int i = 0; i < mono.length; i++) {
            mono[i] = (short) ((interleaved[2 * i] + interleaved[2 * i + 1]) / 2);
        }
        return mono;
    }

    private static String name(ByteBuffer wav, int at) {
        char[] name = new char[4];
        for (int i = 0; i < 4; i++) {
            name[i] = (char) (wav.get(at + i) & 0xFF);
        }
        return new String(name);
    }
}
