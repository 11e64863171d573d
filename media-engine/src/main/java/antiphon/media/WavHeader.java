package antiphon.media;

import antiphon.media.audio.Frame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The 44 bytes before the sound of a recording: RIFF/WAVE, 16-bit PCM, mono, 8 kHz.
final class WavHeader {
    static final int LENGTH = 44;
    static final int BYTES_PER_SAMPLE = 2;
    private static final int RIFF_SIZE_AT = 4;
    private static final int DATA_SIZE_AT = 40;

    private WavHeader() {}

    /// @param dataBytes how much sound follows
    static ByteBuffer of(long dataBytes) {
        ByteBuffer header = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        header.put(ascii("RIFF")).putInt(0).put(ascii("WAVE"));
        header.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
        header.putInt(Frame.RATE).putInt(Frame.RATE * BYTES_PER_SAMPLE);
        header.putShort((short) BYTES_PER_SAMPLE).putShort((short) (8 * BYTES_PER_SAMPLE));
        header.put(ascii("data")).putInt(0);
        setSizes(header, dataBytes);
        return header.flip();
    }

    private static void setSizes(ByteBuffer header, long dataBytes) {
        header.putInt(RIFF_SIZE_AT, (int) Math.min(0xFFFFFFFFL, dataBytes + LENGTH - 8));
        header.putInt(DATA_SIZE_AT, (int) Math.min(0xFFFFFFFFL, dataBytes));
    }

    static long millis(long dataBytes) {
        return dataBytes * 1000 / (Frame.RATE * (long) BYTES_PER_SAMPLE);
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
