package antiphon.storage;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// As whom PostgreSQL's programs run. They refuse to run as root, so root starts them without its
/// powers.
///
/// First choice is a user namespace: root's own files stay readable wherever the state folder is,
/// and nothing changes owner. Containers often forbid that; then an unprivileged system user it is,
/// to whom the data folder is given, and who must be able to enter the folders above it.
///
/// @param prefix the words before the program's own command line
/// @param owner to whom the data folder belongs
/// @param changed whether the owner is another user than ours
record PostgresUser(List<String> prefix, String owner, boolean changed) {
    private static final int PROBE_SECONDS_MAX = 5;
    private static final List<String> UNPRIVILEGED_USERS = List.of("postgres", "nobody");

    static PostgresUser choose() {
        String ours = System.getProperty("user.name");
        if (!isRoot()) {
            return new PostgresUser(ownSession(List.of()), ours, false);
        }
        if (succeeds(List.of("unshare", "--user", "true"))) {
            return new PostgresUser(ownSession(List.of("unshare", "--user")), ours, false);
        }
        return systemUser();
    }

    /// Another user of this machine; only root may ask for that.
    static PostgresUser systemUser() {
        for (String name : UNPRIVILEGED_USERS) {
            List<String> prefix = becoming(name);
            if (!prefix.isEmpty() && succeeds(withCommand(prefix, List.of("true")))) {
                return new PostgresUser(ownSession(prefix), name, true);
            }
        }
        throw new StorageUnavailable(
                "embedded PostgreSQL does not run as root, and neither `unshare --user` nor `setpriv` to one of %s works here: start the server as an unprivileged user, or set ANTIPHON_DATABASE_URL"
                        .formatted(UNPRIVILEGED_USERS));
    }

    static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException _) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    ProcessBuilder command(List<String> command) {
        var builder = new ProcessBuilder(withCommand(prefix, command));
        // Settings of the person at the keyboard (PGDATA, PGPORT, locale) are not meant for our
        // server.
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    /// Gives a folder and everything in it to the owner, where it is not his already.
    void own(Path folder) throws IOException {
        if (!isRoot()) {
            return;
        }
        UserPrincipal user =
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner);
        if (Files.getOwner(folder).equals(user)) {
            return;
        }
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.setAttribute(file, "posix:owner", user, LinkOption.NOFOLLOW_LINKS);
                        return FileVisitResult.CONTINUE;
                    }

                    // The folder itself last: its owner says that the work is complete.
                    @Override
                    public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e)
                            throws IOException {
                        if (e != null) {
                            throw e;
                        }
                        Files.setOwner(dir, user);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    boolean canEnter(Path folder) {
        return succeeds(withCommand(prefix, List.of("test", "-x", folder.toString())));
    }

    /// A session of its own, so that Ctrl-C in the terminal does not stop the database before the
    /// calls have drained.
    private static List<String> ownSession(List<String> prefix) {
        return succeeds(List.of("setsid", "--version"))
                ? withCommand(List.of("setsid"), prefix)
                : prefix;
    }

    private static List<String> becoming(String name) {
        try {
            for (String line : Files.readAllLines(Path.of("/etc/passwd"))) {
                List<String> fields = List.of(line.split(":", -1));
                if (fields.size() > 3 && fields.getFirst().equals(name)) {
                    return List.of(
                            "setpriv",
                            "--reuid=" + fields.get(2),
                            "--regid=" + fields.get(3),
                            "--clear-groups",
                            "--");
                }
            }
        } catch (IOException _) {
            // No such file, no such user.
        }
        return List.of();
    }

    private static boolean succeeds(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (process.waitFor(PROBE_SECONDS_MAX, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException _) {
            return false; // not installed
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<String> withCommand(List<String> prefix, List<String> command) {
        var words = new ArrayList<>(prefix);
        words.addAll(command);
        return List.copyOf(words);
    }
}
