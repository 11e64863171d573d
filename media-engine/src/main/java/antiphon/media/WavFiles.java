package antiphon.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Looks after recordings that broke off. Any thread.
public final class WavFiles {
    private WavFiles() {}

    /// Makes the header of a recording of this engine say what the file really holds, and syncs it.
    ///
    /// @return how long it is, in milliseconds; 0 if there is not even a header
    public static long repair(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer header =
                    ByteBuffer.allocate(WavHeader.LENGTH).order(ByteOrder.LITTLE_ENDIAN);
            while (header.hasRemaining() && channel.read(header, header.position()) >= 0) {
                // until the header is complete or the file ends
            }
            if (header.hasRemaining()) {
                return 0;
            }
            if (!WavHeader.recognised(header)) {
                throw new WavFormatException(file + ": not a recording of this engine");
            }
            long dataBytes = channel.size() - WavHeader.LENGTH & ~1L;
            WavHeader.setSizes(header, dataBytes);
            header.rewind();
            channel.write(header, 0);
            channel.force(false);
            return WavHeader.millis(dataBytes);
        }
    }
}
