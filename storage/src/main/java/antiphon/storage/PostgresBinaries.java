package antiphon.storage;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's programs, unpacked from the class path once per version: 60 MB, some seconds.
///
/// They go to this user's cache, shared by all servers he runs, or into the state folder where
/// there is no such cache or another user must run them. A folder that is there is complete: it got
/// its name last.
final class PostgresBinaries {
    private static final Logger log = LoggerFactory.getLogger(PostgresBinaries.class);
    private static final int EXECUTABLE = 0111;

    private PostgresBinaries() {}

    /// The folder with `bin`, `lib` and `share`.
    static Path unpacked(Path stateDir, PostgresUser user) {
        URL archive = archive();
        try {
            Path parent = user.changed() ? stateDir : cache(stateDir);
            Path folder = parent.resolve("postgresql-" + fingerprint(archive));
            if (!Files.isExecutable(folder.resolve("bin/postgres"))) {
                unpack(archive, folder);
            }
            return folder;
        } catch (IOException e) {
            throw new StorageUnavailable(
                    "PostgreSQL could not be unpacked: %s; it needs 60 MB in ~/.cache or in the state folder %s"
                            .formatted(Folders.reason(e), stateDir),
                    e);
        }
    }

    private static URL archive() {
        String architecture = System.getProperty("os.arch");
        String name =
                "/postgres-linux-"
                        + (architecture.equals("aarch64") ? "arm_64" : "x86_64")
                        + ".txz";
        URL archive = PostgresBinaries.class.getResource(name);
        boolean known = architecture.equals("amd64") || architecture.equals("aarch64");
        if (!known || !System.getProperty("os.name").equals("Linux") || archive == null) {
            throw new StorageUnavailable(
                    "no embedded PostgreSQL for %s on %s (there is one for Linux on amd64 and aarch64): set ANTIPHON_DATABASE_URL"
                            .formatted(System.getProperty("os.name"), architecture));
        }
        return archive;
    }

    /// The archive's checksum as the jar's directory has it: no need to read 15 MB at each start.
    private static String fingerprint(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return Long.toHexString(jar.getJarEntry().getCrc());
        }
        return Long.toHexString(connection.getContentLengthLong());
    }

    private static Path cache(Path stateDir) {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path base =
                configured != null && configured.startsWith("/")
                        ? Path.of(configured)
                        : Path.of(System.getProperty("user.home"), ".cache");
        Path cache = base.resolve("antiphon");
        if (!cache.isAbsolute()) {
            return stateDir; // a user without a home
        }
        try {
            Folders.createPrivately(cache);
            // Programs that we run must be ours: a folder someone else made is not used.
            boolean ours = Files.getOwner(cache).getName().equals(System.getProperty("user.name"));
            return ours && Files.isWritable(cache) ? cache : stateDir;
        } catch (IOException _) {
            return stateDir;
        }
    }

    private static void unpack(URL archive, Path folder) throws IOException {
        long start = System.nanoTime();
        Path parent = Folders.parent(folder);
        Path unfinished = Files.createTempDirectory(parent, ".unpacking-");
        try {
            try (var in = new TarArchiveInputStream(new XZInputStream(buffered(archive)))) {
                for (TarArchiveEntry entry = in.getNextEntry();
                        entry != null;
                        entry = in.getNextEntry()) {
                    unpack(entry, in, unfinished);
                }
            }
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
            Folders.deleteTree(folder); // left there without its programs
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
            log.info(
                    "unpacked PostgreSQL to {} in {} ms",
                    folder,
                    (System.nanoTime() - start) / 1_000_000);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException _) {
            log.debug("another server unpacked {} first", folder);
        } finally {
            Folders.deleteTree(unfinished);
        }
    }

    private static InputStream buffered(URL archive) throws IOException {
        return new BufferedInputStream(archive.openStream(), 1 << 16);
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path folder)
            throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("archive entry outside its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(Folders.parent(target));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target);
        boolean executable = (entry.getMode() & EXECUTABLE) != 0;
        Files.setPosixFilePermissions(
                target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
