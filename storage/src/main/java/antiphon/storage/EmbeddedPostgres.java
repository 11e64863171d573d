package antiphon.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL of our own in the state folder, with all the durability PostgreSQL has.
///
/// It listens on 127.0.0.1 at a port of the kernel's choice, has no Unix socket, and lets in only
/// who knows the password in `STATE/postgresql/password`. When it dies it is started again;
/// [#dataSource()] follows it to its new port. Safe for any thread.
final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

    /// Recovery after a crash reads the log since the last checkpoint: seconds, on a slow disk
    /// many.
    private static final Duration START_TIME_MAX = Duration.ofMinutes(2);

    private static final int START_ATTEMPTS_MAX = 5;
    private static final int READY_POLL_MILLIS = 10;
    private static final long RESTART_DELAY_MILLIS_MIN = 100;
    private static final long RESTART_DELAY_MILLIS_MAX = 10_000;

    /// After living this long a death is a new trouble, not the old one again.
    private static final Duration STEADY_AFTER = Duration.ofMinutes(1);

    private final Path stateDir;
    private final PostgresUser user;
    private final PostgresFolder folder;
    private final Source source = new Source();
    private final Thread supervisor;
    private volatile Process process;
    private volatile boolean closing;

    private EmbeddedPostgres(Path stateDir, PostgresUser user) throws IOException {
        this.stateDir = stateDir;
        this.user = user;
        this.folder = new PostgresFolder(stateDir, user);
        this.process = start();
        this.supervisor = Thread.ofVirtual().name("postgres-supervisor").start(this::supervise);
    }

    static EmbeddedPostgres start(Path stateDir) {
        return start(stateDir, PostgresUser.choose());
    }

    static EmbeddedPostgres start(Path stateDir, PostgresUser user) {
        try {
            return new EmbeddedPostgres(stateDir, user);
        } catch (IOException e) {
            throw new StorageUnavailable(
                    "embedded PostgreSQL cannot use %s: %s"
                            .formatted(stateDir.resolve("postgresql"), Folders.reason(e)),
                    e);
        }
    }

    /// Connections to wherever the server is now.
    DataSource dataSource() {
        return source;
    }

    /// For work that may take its time: no limit on how long a statement may run.
    DataSource unhurriedDataSource() {
        return source.unhurried;
    }

    Path folder() {
        return folder.folder();
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    private Process start() throws IOException {
        Path binaries = PostgresBinaries.unpacked(stateDir, user);
        folder.prepare(binaries);
        for (int attempt = 1; ; attempt++) {
            folder.endLeftOver();
            int port = freePort();
            Process started = launch(binaries, port);
            if (ready(started)) {
                source.moveTo(port, folder.password());
                return started;
            }
            started.destroyForcibly();
            // Another program may have taken the port in between, or the dead server's processes
            // still hold its memory.
            if (attempt == START_ATTEMPTS_MAX || closing) {
                throw new StorageUnavailable(
                        "PostgreSQL does not start in %s: %s; see also %s"
                                .formatted(folder.folder(), folder.startMessages(), folder.log()));
            }
            pause(RESTART_DELAY_MILLIS_MIN << attempt);
        }
    }

    private Process launch(Path binaries, int port) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(binaries.resolve("bin/postgres").toString());
        command.addAll(List.of("-D", folder.data().toString(), "-p", Integer.toString(port)));
        for (String setting : settings()) {
            command.addAll(List.of("-c", setting));
        }
        return user.command(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.startLog().toFile())
                .start();
    }

    private List<String> settings() {
        return List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "password_encryption=scram-sha-256",
                // What a commit promises. These are PostgreSQL's defaults, and here they are not to
                // be changed by a file.
                "fsync=on",
                "synchronous_commit=on",
                "full_page_writes=on",
                // A small server's share of the machine.
                "max_connections=40",
                "shared_buffers=64MB",
                "min_wal_size=32MB",
                "max_wal_size=256MB",
                "jit=off",
                "timezone=UTC",
                // A week of logs, each weekday's overwritten by the next.
                "logging_collector=on",
                "log_directory=" + folder.log(),
                "log_filename=postgresql-%a.log",
                "log_rotation_age=1d",
                "log_rotation_size=0",
                "log_truncate_on_rotation=on",
                "log_line_prefix=%m [%p] ",
                "log_timezone=UTC");
    }

    private boolean ready(Process started) {
        long deadlineNanos = System.nanoTime() + START_TIME_MAX.toNanos();
        while (System.nanoTime() < deadlineNanos && !closing) {
            var status = PostmasterPid.read(folder.data());
            if (status.pid() == started.pid() && status.ready()) {
                return true;
            }
            try {
                if (started.waitFor(READY_POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    return false;
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    private void supervise() {
        long delayMillis = RESTART_DELAY_MILLIS_MIN;
        while (!closing) {
            long since = System.nanoTime();
            try {
                int exit = process.waitFor();
                if (closing) {
                    return;
                }
                log.error(
                        "PostgreSQL ended by itself (exit {}); starting it again. Its log: {}",
                        exit,
                        folder.log());
                if (System.nanoTime() - since > STEADY_AFTER.toNanos()) {
                    delayMillis = RESTART_DELAY_MILLIS_MIN;
                }
                process = start();
                log.info("PostgreSQL is back");
            } catch (InterruptedException _) {
                return;
            } catch (IOException | StorageUnavailable e) {
                log.error(
                        "PostgreSQL could not be started, next attempt in {} ms: {}",
                        delayMillis,
                        e.getMessage());
                pause(delayMillis);
                delayMillis = Math.min(delayMillis * 2, RESTART_DELAY_MILLIS_MAX);
            }
        }
    }

    private void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /// Stops it cleanly: the next start needs no recovery.
    @Override
    public void close() {
        letGo();
        try {
            PostgresFolder.stop(process.toHandle());
        } catch (IOException e) {
            log.warn(
                    "PostgreSQL (process {}) could not be stopped: {}",
                    process.pid(),
                    Folders.reason(e));
        }
    }

    /// Ends the supervision and leaves the server running, as our own sudden death would.
    void letGo() {
        closing = true;
        supervisor.interrupt();
        try {
            supervisor.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Looks up the port anew for each connection.
    private static final class Source extends PGSimpleDataSource {
        private transient volatile PGSimpleDataSource unhurried = new PGSimpleDataSource();
        private transient volatile PGSimpleDataSource hurried = new PGSimpleDataSource();

        void moveTo(int port, String password) {
            unhurried = at(port, password);
            PGSimpleDataSource next = at(port, password);
            DatabaseUrl.setTimeLimits(next);
            hurried = next;
        }

        private static PGSimpleDataSource at(int port, String password) {
            var source = new PGSimpleDataSource();
            source.setServerNames(new String[] {"127.0.0.1"});
            source.setPortNumbers(new int[] {port});
            source.setDatabaseName("postgres");
            source.setUser(PostgresFolder.SUPERUSER);
            source.setPassword(password);
            return source;
        }

        @Override
        public Connection getConnection() throws SQLException {
            return hurried.getConnection();
        }

        @Override
        public Connection getConnection(@Nullable String user, @Nullable String password)
                throws SQLException {
            return hurried.getConnection(user, password);
        }
    }
}
