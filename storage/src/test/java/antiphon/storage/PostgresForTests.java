package antiphon.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// One real PostgreSQL for all tests of this JVM, with one database that each test finds empty.
final class PostgresForTests {
    private static final String DATABASE = "tests";
    private static final List<String> TABLES =
            List.of(
                    "message",
                    "mailbox",
                    "removed_recording",
                    "removed_mailbox",
                    "flow_version",
                    "call_record");
    private static final AtomicBoolean migrated = new AtomicBoolean();
    private static final EmbeddedPostgres postgres = start();

    private PostgresForTests() {}

    private static EmbeddedPostgres start() {
        try {
            Path folder = Files.createTempDirectory("antiphon-tests-");
            EmbeddedPostgres started = EmbeddedPostgres.start(folder);
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(() -> {
                                started.close();
                                deleteTree(folder);
                            }));
            try (var connection = started.dataSource().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
            return started;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void deleteTree(Path folder) {
        try {
            Folders.deleteTree(folder);
        } catch (IOException _) {
            // A temporary folder: the system clears it.
        }
    }

    /// The URL of the database, with nothing in it. Whoever used it before has closed it.
    static String emptyDatabase() {
        return emptyDatabase(port());
    }

    /// The same, by way of another port.
    static String emptyDatabase(int port) {
        var source = new PGSimpleDataSource();
        source.setUrl(url(port()));
        if (!migrated.getAndSet(true)) {
            Migrations.run(source, DATABASE);
        }
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute("DELETE FROM " + table);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return url(port);
    }

    static int port() {
        return server().getPortNumbers()[0];
    }

    private static PGSimpleDataSource server() {
        DataSource source = postgres.unhurriedDataSource();
        return (PGSimpleDataSource) source;
    }

    private static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s&password=%s"
                .formatted(port, DATABASE, server().getUser(), server().getPassword());
    }
}
