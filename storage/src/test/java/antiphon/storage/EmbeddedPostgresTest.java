package antiphon.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.ds.PGSimpleDataSource;

/// One state folder for all: making one takes seconds. Each test leaves a running server without
/// mailboxes.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedPostgresTest {
    private final Path folder;
    private final Path stateDir;
    private Storage storage;

    EmbeddedPostgresTest() throws IOException {
        folder = Files.createTempDirectory("antiphon-embedded-");
        stateDir = folder.resolve("state");
        storage = start(stateDir);
    }

    @AfterEach
    void empty() {
        storage.mailboxes().list().forEach(box -> storage.mailboxes().delete(box.number()));
    }

    @AfterAll
    void close() throws IOException {
        storage.close();
        Folders.deleteTree(folder);
    }

    private static Storage start(Path stateDir) {
        return Storage.open(new StorageSettings(stateDir, null));
    }

    private static EmbeddedPostgres postgres(Storage storage) {
        return Objects.requireNonNull(storage.postgres());
    }

    private ProcessHandle process() {
        return postgres(storage).process();
    }

    private String show(String setting) throws SQLException {
        try (var connection = postgres(storage).dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SHOW " + setting)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private Mailbox box(String number) {
        return storage.mailboxes().create(new NewMailbox(number, null, null, null));
    }

    @Test
    void whatItCommitsIsOnDiskAndNobodyElseGetsIn() throws Exception {
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            assertThat(show(setting)).as(setting).isEqualTo("on");
        }
        assertThat(show("listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(show("unix_socket_directories")).isEmpty();
        assertThat(Files.readString(stateDir.resolve("postgresql/data/pg_hba.conf")))
                .isEqualTo("host all all 127.0.0.1/32 scram-sha-256\n");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(stateDir.resolve("postgresql"))))
                .isEqualTo("rwx------");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(
                                        stateDir.resolve("postgresql/password"))))
                .isEqualTo("rw-------");
        var stranger = new PGSimpleDataSource();
        stranger.setPortNumbers(new int[] {Integer.parseInt(show("port"))});
        stranger.setDatabaseName("postgres");
        stranger.setUser("antiphon");
        stranger.setPassword("antiphon");
        assertThatThrownBy(stranger::getConnection)
                .hasMessageContaining("password authentication failed");
        assertThat(storage.description())
                .isEqualTo("embedded PostgreSQL 18.6 in " + stateDir.resolve("postgresql"));
    }

    @Test
    void dataOutlivesAnOrderlyStopAndAKilledServer() throws IOException {
        box("1001");
        storage.close();
        assertThat(process().isAlive()).isFalse();
        storage = start(stateDir);
        assertThat(storage.mailboxes().find("1001")).isPresent();

        ProcessHandle left = process();
        box("1002");
        storage.abandon(); // as kill -9 does: PostgreSQL runs on without us
        assertThat(left.isAlive()).isTrue();
        storage = start(stateDir);
        assertThat(left.isAlive()).isFalse();
        assertThat(process().pid()).isNotEqualTo(left.pid());
        assertThat(storage.mailboxes().list())
                .extracting(Mailbox::number)
                .containsExactly("1001", "1002");
    }

    @Test
    void aDataFolderWhoseServerWasKilledTooStartsAgain() {
        box("1001");
        storage.abandon();
        ProcessHandle left = process();
        left.destroyForcibly();
        left.onExit().join();
        storage = start(stateDir);
        assertThat(storage.mailboxes().find("1001")).isPresent();
    }

    @Test
    void aStrangerWhoseNumberStandsInTheProcessFileIsNotTouched() throws IOException {
        box("1001");
        storage.close();
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(
                    stateDir.resolve("postgresql/data/postmaster.pid"),
                    stranger.pid()
                            + "\n"
                            + stateDir.resolve("postgresql/data")
                            + "\n1\n5432\n\n127.0.0.1\n\n");
            storage = start(stateDir);
            assertThat(stranger.isAlive()).isTrue();
            assertThat(storage.mailboxes().find("1001")).isPresent();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void aDatabaseThatDiesIsStartedAgainAndNothingIsLost() throws Exception {
        box("1001");
        for (int round = 0; round < 2; round++) {
            ProcessHandle before = process();
            IncomingRecording recording =
                    storage.recordings()
                            .begin(new RecordingFacts("1001", null, null, null, House.NOON));
            Wav.write(recording.audio(), 500);
            before.destroyForcibly();
            assertThat(storage.recordings().finish(recording, 500, "hang-up"))
                    .isNotInstanceOf(DepositResult.Refused.class);
            House.await("another server", () -> process().pid() != before.pid());
            House.await("the database is back", storage::available);
            int expected = round + 1;
            House.await("the message is there", () -> messageCount() == expected);
        }
    }

    private int messageCount() {
        try {
            return storage.messages().list("1001").size();
        } catch (StorageUnavailable _) {
            return -1;
        }
    }

    @Test
    void twoServersRunSideBySideButNotOnOneFolder() {
        assertThatExceptionOfType(StorageUnavailable.class)
                .isThrownBy(() -> start(stateDir))
                .withMessageContaining(stateDir.toString())
                .withMessageContaining(
                        "in use by another server (process " + ProcessHandle.current().pid() + ")");
        try (Storage other = start(folder.resolve("other"))) {
            other.mailboxes().create(new NewMailbox("2001", null, null, null));
            box("1001");
            assertThat(other.mailboxes().find("1001")).isEmpty();
            assertThat(storage.mailboxes().find("2001")).isEmpty();
        }
        assertThat(storage.available()).isTrue();
    }

    @Test
    void anotherUserRunsItWhereUserNamespacesAreForbidden() throws IOException {
        assumeTrue(PostgresUser.isRoot(), "only root can become another user");
        box("1001");
        storage.close();
        // The folders above must let that user pass; a namespace has no such need.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        PostgresUser other = PostgresUser.systemUser();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(stateDir, other)) {
            assertThat(postgres.process().info().user()).contains(other.owner());
            assertThat(Files.getOwner(stateDir.resolve("postgresql/data/PG_VERSION")).getName())
                    .isEqualTo(other.owner());
        }
        storage = start(stateDir); // and back
        assertThat(storage.mailboxes().find("1001")).isPresent();
    }

    @Test
    void aFolderThatUserCannotEnterIsNamed() throws IOException {
        assumeTrue(PostgresUser.isRoot(), "only root can become another user");
        storage.close();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        assertThatExceptionOfType(StorageUnavailable.class)
                .isThrownBy(() -> EmbeddedPostgres.start(stateDir, PostgresUser.systemUser()))
                .withMessageContaining("cannot enter " + stateDir.resolve("postgresql"));
        storage = start(stateDir);
    }

    @Test
    void filesOfAnotherMajorVersionAreRefusedByName() throws IOException {
        storage.close();
        Path version = stateDir.resolve("postgresql/data/PG_VERSION");
        String ours = Files.readString(version);
        Files.writeString(version, "12\n");
        assertThatExceptionOfType(StorageUnavailable.class)
                .isThrownBy(() -> start(stateDir))
                .withMessageContaining("was made by PostgreSQL 12");
        Files.writeString(version, ours);
        storage = start(stateDir);
    }
}
