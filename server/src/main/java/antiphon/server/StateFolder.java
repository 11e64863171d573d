package antiphon.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The folder of everything that must survive a restart.
final class StateFolder {
    private StateFolder() {}

    /// Makes the folder with mode 0700 if it is not there. That only one server uses it, storage
    /// sees to.
    ///
    /// @throws StartFailure if it cannot be made or written
    static Path open(Path path) {
        try {
            if (path.getParent() != null) Files.createDirectories(path.getParent());
            if (Files.exists(path) && !Files.isDirectory(path)) {
                throw new StartFailure("state folder " + path + " (state.dir) is a file");
            }
            if (!Files.exists(path)) {
                Files.createDirectory(
                        path,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw new StartFailure(
                    "state folder " + path + " (state.dir) cannot be made: " + reason(e), e);
        }
        if (!Files.isWritable(path)) {
            throw new StartFailure("state folder " + path + " (state.dir) cannot be written");
        }
        return path;
    }

    /// `AccessDenied /srv/antiphon`
    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
    }
}
