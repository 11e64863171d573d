package antiphon.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Recordings as a recorder leaves them.
final class Wav {
    static final int RATE = 8_000;

    private Wav() {}

    /// Closed properly.
    static void write(Path file, int millis) throws IOException {
        Files.write(file, bytes(millis, 2 * samples(millis)));
    }

    /// Broken off: the header still says that there is nothing.
    static void writeBrokenOff(Path file, int millis) throws IOException {
        Files.write(file, bytes(millis, 0));
    }

    static byte[] bytes(int millis, int dataBytesInHeader) {
        int samples = samples(millis);
        var wav = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF")).putInt(36 + dataBytesInHeader).put(ascii("WAVE"));
        wav.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
        wav.putInt(RATE).putInt(2 * RATE).putShort((short) 2).putShort((short) 16);
        wav.put(ascii("data")).putInt(dataBytesInHeader);
        for (int i = 0; i < samples; i++) {
            wav.putShort((short) (8_000 * Math.sin(2 * Math.PI * 440 * i / RATE)));
        }
        return wav.array();
    }

    /// What the header says, not what the file holds.
    static int dataBytesInHeader(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).getInt(40);
    }

    static int riffBytesInHeader(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
    }

    private static int samples(int millis) {
        return millis * RATE / 1_000;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
