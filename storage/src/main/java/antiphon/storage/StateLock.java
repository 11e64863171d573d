package antiphon.storage;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// One server per state folder: a lock that the kernel gives back when the process ends, however it
/// ends.
final class StateLock implements AutoCloseable {
    static final String FILE = "antiphon.lock";
    private static final Set<StandardOpenOption> OPTIONS = Set.of(CREATE, READ, WRITE);

    /// Folders this process holds. It must not even open the file of one again: closing any
    /// descriptor of a file gives back all the process's locks on it.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private StateLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    static StateLock take(Path stateDir) {
        try {
            Files.createDirectories(stateDir);
            Path folder = stateDir.toRealPath();
            if (!HELD_HERE.add(folder)) {
                throw inUse(stateDir, Long.toString(ProcessHandle.current().pid()));
            }
            FileChannel channel = null;
            try {
                channel = lock(stateDir);
                return new StateLock(folder, channel);
            } finally {
                if (channel == null) {
                    HELD_HERE.remove(folder);
                }
            }
        } catch (IOException e) {
            throw new StorageUnavailable(
                    "state folder %s cannot be used: %s; it must be a folder that this user may write"
                            .formatted(stateDir, Folders.reason(e)),
                    e);
        }
    }

    private static FileChannel lock(Path stateDir) throws IOException {
        var channel = FileChannel.open(stateDir.resolve(FILE), OPTIONS, Folders.PRIVATE_FILE);
        if (channel.tryLock() == null) {
            String holder = holder(channel);
            channel.close();
            throw inUse(stateDir, holder);
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(
                        Long.toString(ProcessHandle.current().pid())
                                .getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    private static StorageUnavailable inUse(Path stateDir, String holder) {
        return new StorageUnavailable(
                "state folder %s is in use by another server (process %s): stop it, or give this one a folder of its own"
                        .formatted(stateDir, holder));
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
        HELD_HERE.remove(folder);
    }
}
