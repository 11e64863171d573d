package antiphon.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// The folder of everything that must survive a restart, held by one server at a time.
final class StateFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel lockFile;

    private StateFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /// Makes the folder with mode 0700 if it is not there.
    ///
    /// @throws StartFailure if it cannot be written, or another server uses it
    static StateFolder open(Path path) {
        try {
            if (path.getParent() != null) Files.createDirectories(path.getParent());
            if (!Files.isDirectory(path)) {
                Files.createDirectory(
                        path,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
            FileChannel lockFile =
                    FileChannel.open(
                            path.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (lock(lockFile) == null) {
                lockFile.close();
                throw new StartFailure(
                        "state folder " + path + " is in use by another server (state.dir)");
            }
            return new StateFolder(path, lockFile);
        } catch (FileAlreadyExistsException e) {
            throw new StartFailure(
                    "state folder " + path + ": " + e.getFile() + " is no folder", e);
        } catch (IOException e) {
            throw new StartFailure(
                    "state folder " + path + " cannot be written (state.dir): " + reason(e), e);
        }
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // another server in this same process
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException _) {
            // The lock goes with the process at the latest.
        }
    }
}
