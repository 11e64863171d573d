package antiphon.storage;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The header of a recording: RIFF WAVE, 16-bit mono PCM of any rate.
///
///     0 "RIFF"  4 length of all that follows  8 "WAVE"  then chunks: name, length, content
///     "fmt "    format 1, channels 1, rate, bytes/s, block 2, bits 16          "data"  samples to the end of the file
///
/// @param samples as many as the file really holds
/// @param repaired the header said something else, and has been corrected
record WavFile(int sampleRate, long samples, boolean repaired) {
    static final int HEADER_BYTES_MIN = 44;

    /// The data chunk of every writer we know begins well before this.
    private static final int HEADER_BYTES_MAX = 4_096;

    private static final int RIFF = 0x46464952;
    private static final int WAVE = 0x45564157;
    private static final int FMT = 0x20746d66;
    private static final int DATA = 0x61746164;
    private static final int FORMAT_PCM = 1;
    private static final int FORMAT_EXTENSIBLE = 0xFFFE;
    private static final int SAMPLE_BYTES = 2;
    private static final long LENGTH_MAX = 0xFFFF_FFFFL;

    long durationMillis() {
        return samples * 1_000 / sampleRate;
    }

    /// Reads the header and makes its lengths those of the file. Null if this is no such file.
    ///
    /// @param complete its writer has closed it: lengths that fit into the file are believed
    static @Nullable WavFile repair(Path file, boolean complete) throws IOException {
        try (var channel = FileChannel.open(file, READ, WRITE)) {
            var header = ByteBuffer.allocate(HEADER_BYTES_MAX).order(ByteOrder.LITTLE_ENDIAN);
            while (header.hasRemaining() && channel.read(header, header.position()) >= 0) {}
            header.flip();
            Layout layout = layout(header);
            return layout == null ? null : repair(channel, layout, complete);
        }
    }

    private record Layout(int sampleRate, int dataStart, long dataBytes, long riffBytes) {}

    private static @Nullable Layout layout(ByteBuffer header) {
        if (header.limit() < HEADER_BYTES_MIN
                || header.getInt(0) != RIFF
                || header.getInt(8) != WAVE) {
            return null;
        }
        int sampleRate = 0;
        long at = 12;
        while (at + 8 <= header.limit()) {
            int name = header.getInt((int) at);
            long length = Integer.toUnsignedLong(header.getInt((int) at + 4));
            int content = (int) at + 8;
            if (name == DATA) {
                return sampleRate == 0
                        ? null
                        : new Layout(
                                sampleRate,
                                content,
                                length,
                                Integer.toUnsignedLong(header.getInt(4)));
            }
            if (name == FMT) {
                sampleRate = content + 16 <= header.limit() ? rateOfMono16(header, content) : 0;
            }
            at = content + length + (length & 1); // chunks begin at even offsets
        }
        return null;
    }

    private static int rateOfMono16(ByteBuffer header, int at) {
        int format = Short.toUnsignedInt(header.getShort(at));
        boolean fits =
                (format == FORMAT_PCM || format == FORMAT_EXTENSIBLE)
                        && header.getShort(at + 2) == 1
                        && header.getShort(at + 14) == 8 * SAMPLE_BYTES;
        return fits ? Math.max(0, header.getInt(at + 4)) : 0;
    }

    private static WavFile repair(FileChannel channel, Layout layout, boolean complete)
            throws IOException {
        long there = Math.min(channel.size() - layout.dataStart(), LENGTH_MAX - layout.dataStart());
        boolean believed = complete && layout.dataBytes() > 0 && layout.dataBytes() <= there;
        long dataBytes = (believed ? layout.dataBytes() : there) & -SAMPLE_BYTES;
        long samples = dataBytes / SAMPLE_BYTES;
        long riffBytes = layout.dataStart() - 8 + dataBytes;
        boolean right =
                believed || (layout.dataBytes() == dataBytes && layout.riffBytes() == riffBytes);
        if (!right) {
            channel.truncate(layout.dataStart() + dataBytes);
            write(channel, 4, riffBytes);
            write(channel, layout.dataStart() - 4, dataBytes);
            channel.force(true);
        }
        return new WavFile(layout.sampleRate(), samples, !right);
    }

    private static void write(FileChannel channel, int offset, long length) throws IOException {
        var bytes =
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) length).flip();
        while (bytes.hasRemaining()) {
            channel.write(bytes, offset + (long) bytes.position());
        }
    }
}
