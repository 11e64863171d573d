package antiphon.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `STATE/postgresql`: the data, the password that only this server knows, and PostgreSQL's own
/// log.
final class PostgresFolder {
    static final String SUPERUSER = "antiphon";

    private static final Logger log = LoggerFactory.getLogger(PostgresFolder.class);
    private static final int PASSWORD_BYTES = 24;
    private static final int INITDB_SECONDS_MAX = 120;
    private static final Duration FAST_STOP_MAX = Duration.ofSeconds(20);
    private static final Duration IMMEDIATE_STOP_MAX = Duration.ofSeconds(5);

    private final Path folder;
    private final PostgresUser user;

    PostgresFolder(Path stateDir, PostgresUser user) {
        this.folder = stateDir.toAbsolutePath().normalize().resolve("postgresql");
        this.user = user;
    }

    Path folder() {
        return folder;
    }

    Path data() {
        return folder.resolve("data");
    }

    Path log() {
        return folder.resolve("log");
    }

    /// What the server says before its log is open; a failed start explains itself here.
    Path startLog() {
        return folder.resolve("start.log");
    }

    String password() throws IOException {
        return Files.readString(passwordFile()).strip();
    }

    /// Makes the data folder if there is none, and checks that these binaries can use it.
    void prepare(Path binaries) throws IOException {
        Folders.createPrivately(folder);
        if (Files.notExists(data())) {
            initialise(binaries);
        }
        user.own(folder);
        if (user.changed() && !user.canEnter(folder)) {
            throw new StorageUnavailable(
                    "user %s, as whom PostgreSQL must run here, cannot enter %s: use a state folder below folders that others may enter, start the server as an unprivileged user, or set ANTIPHON_DATABASE_URL"
                            .formatted(user.owner(), folder));
        }
        checkVersion(binaries);
    }

    /// PostgreSQL does not read another major version's files; say so instead of letting it say so
    /// in its log.
    private void checkVersion(Path binaries) throws IOException {
        String have = Files.readString(data().resolve("PG_VERSION")).strip();
        String need =
                Files.readString(binaries.resolve("share/postgresql/postgres.bki"))
                        .lines()
                        .findFirst()
                        .orElse("");
        if (!need.equals("# PostgreSQL " + have)) {
            throw new StorageUnavailable(
                    "%s was made by PostgreSQL %s, this server brings %s: dump it with the old version and restore it into an empty state folder"
                            .formatted(data(), have, need.replace("# PostgreSQL ", "")));
        }
    }

    private void initialise(Path binaries) throws IOException {
        long start = System.nanoTime();
        Path unfinished = folder.resolve("data.unfinished");
        Folders.deleteTree(unfinished);
        byte[] secret = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(secret);
        Folders.writeDurably(
                passwordFile(),
                HexFormat.of().formatHex(secret).getBytes(StandardCharsets.US_ASCII));
        user.own(folder);
        List<String> command =
                List.of(
                        binaries.resolve("bin/initdb").toString(),
                        "--pgdata=" + unfinished,
                        "--username=" + SUPERUSER,
                        "--pwfile=" + passwordFile(),
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-instructions");
        Process initdb =
                user.command(command)
                        .redirectErrorStream(true)
                        .redirectOutput(startLog().toFile())
                        .start();
        if (!exited(initdb, Duration.ofSeconds(INITDB_SECONDS_MAX)) || initdb.exitValue() != 0) {
            initdb.destroyForcibly();
            throw new StorageUnavailable(
                    "no database could be made in %s: %s".formatted(folder, startMessages()));
        }
        // One door: this machine, by password. The entries initdb makes also let in replication.
        Files.writeString(
                unfinished.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
        Folders.sync(unfinished.resolve("pg_hba.conf"));
        Folders.move(unfinished, data());
        log.info("made a database in {} in {} ms", data(), (System.nanoTime() - start) / 1_000_000);
    }

    /// Ends the server that a killed process of ours left behind, so that ours can start on the
    /// same files.
    void endLeftOver() throws IOException {
        long pid = PostmasterPid.read(data()).pid();
        ProcessHandle process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive).orElse(null);
        if (pid == PostmasterPid.NONE || process == null) {
            return; // Of a file without process PostgreSQL takes care itself, shared memory
            // included.
        }
        if (PostmasterPid.worksIn(pid, data())) {
            log.info("stopping PostgreSQL left over from an earlier run (process {})", pid);
            stop(process);
        } else if (PostmasterPid.anyoneWorksIn(data())) {
            throw new StorageUnavailable(
                    "processes of an earlier PostgreSQL still use %s: wait until they are gone or end them"
                            .formatted(data()));
        } else {
            // The number has gone to a stranger, as happens after a reboot and in containers;
            // PostgreSQL would not start.
            log.info("removing {}/postmaster.pid: process {} is not PostgreSQL", data(), pid);
            Files.deleteIfExists(data().resolve(PostmasterPid.FILE));
        }
    }

    /// Fast shutdown: sessions end, everything committed is written. Harder if that takes too long.
    static void stop(ProcessHandle process) throws IOException {
        signal(process, "INT");
        if (!exited(process, FAST_STOP_MAX)) {
            log.warn("PostgreSQL (process {}) does not stop; making it", process.pid());
            signal(process, "QUIT");
            if (!exited(process, IMMEDIATE_STOP_MAX)) {
                process.destroyForcibly();
                exited(process, IMMEDIATE_STOP_MAX);
            }
        }
    }

    /// Why a program did not do its work, in its own words: its complaints, or its last lines if it
    /// has none.
    String startMessages() {
        try {
            List<String> lines = Files.readAllLines(startLog(), StandardCharsets.ISO_8859_1);
            List<String> complaints = lines.stream().filter(PostgresFolder::isComplaint).toList();
            List<String> telling = complaints.isEmpty() ? lines : complaints;
            return String.join(
                    " | ", telling.subList(Math.max(0, telling.size() - 4), telling.size()));
        } catch (IOException _) {
            return "no message";
        }
    }

    private static boolean isComplaint(String line) {
        return line.contains("FATAL:")
                || line.contains("PANIC:")
                || line.contains("error:")
                || line.contains("HINT:");
    }

    private static void signal(ProcessHandle process, String name) throws IOException {
        // The shell's own `kill`: always there, other than the program.
        Process kill =
                new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start();
        exited(kill, Duration.ofSeconds(5));
    }

    private static boolean exited(Process process, Duration timeMax) {
        return exited(process.toHandle(), timeMax);
    }

    private static boolean exited(ProcessHandle process, Duration timeMax) {
        try {
            process.onExit().get(timeMax.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException _) {
            return !process.isAlive();
        }
    }

    private Path passwordFile() {
        return folder.resolve("password");
    }
}
