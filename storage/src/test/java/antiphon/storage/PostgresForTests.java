package antiphon.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// One real PostgreSQL for all tests of this JVM, and a database of its own for each that asks.
final class PostgresForTests {
    private static final AtomicInteger databases = new AtomicInteger();
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
            return started;
        } catch (IOException e) {
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

    /// The URL of a new, empty database.
    static String newDatabase() {
        String name = "test_" + databases.incrementAndGet();
        try (var connection = postgres.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return url(server(), name);
    }

    static PGSimpleDataSource server() {
        DataSource source = postgres.unhurriedDataSource();
        return (PGSimpleDataSource) source;
    }

    static String url(PGSimpleDataSource server, String database) {
        return url(server.getPortNumbers()[0], server, database);
    }

    static String url(int port, PGSimpleDataSource server, String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s&password=%s"
                .formatted(port, database, server.getUser(), server.getPassword());
    }
}
