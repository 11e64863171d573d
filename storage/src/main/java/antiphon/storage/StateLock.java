package antiphon.storage;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// One server per state folder: a lock that the kernel gives back when the process ends, however it
/// ends.
final class StateLock implements AutoCloseable {
    static final String FILE = "antiphon.lock";

    private final FileChannel channel;

    private StateLock(FileChannel channel) {
        this.channel = channel;
    }

    static StateLock take(Path stateDir) {
        Path file = stateDir.resolve(FILE);
        try {
            Files.createDirectories(stateDir);
            var privately = PosixFilePermissions.fromString("rw-------");
            if (Files.notExists(file)) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(privately));
            }
            var channel = FileChannel.open(file, CREATE, READ, WRITE);
            if (lock(channel) == null) {
                String holder = holder(channel);
                channel.close();
                throw new StorageUnavailable(
                        "state folder %s is in use by another server (process %s): stop it, or give this one a folder of its own"
                                .formatted(stateDir, holder));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(
                            Long.toString(ProcessHandle.current().pid())
                                    .getBytes(StandardCharsets.US_ASCII)));
            return new StateLock(channel);
        } catch (IOException e) {
            throw new StorageUnavailable(
                    "state folder %s cannot be used: %s; it must be a folder that this user may write"
                            .formatted(stateDir, Folders.reason(e)),
                    e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // held by this very process
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(20);
        int length = channel.read(bytes, 0);
        return length <= 0
                ? "unknown"
                : new String(bytes.array(), 0, length, StandardCharsets.US_ASCII).strip();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // The lock goes with the descriptor, and that is gone in any case.
        }
    }
}
