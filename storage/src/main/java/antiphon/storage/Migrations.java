package antiphon.storage;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// Brings a database to the schema of this version. Two servers that start at once take turns.
final class Migrations {
    private Migrations() {}

    static void run(DataSource source, String description) {
        try (Connection connection = source.getConnection()) {
            connection.isValid(1);
        } catch (SQLException e) {
            throw new StorageUnavailable(
                    "cannot connect to %s: %s; it must be a running PostgreSQL that lets this user in"
                            .formatted(description, e.getMessage()),
                    e);
        }
        try {
            Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:db/migration")
                    .failOnMissingLocations(true)
                    .cleanDisabled(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StorageUnavailable(
                    "the schema in %s could not be brought up to date: %s"
                            .formatted(description, firstLine(e)),
                    e);
        }
    }

    private static String firstLine(FlywayException e) {
        return String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\n\\s*", " ");
    }
}
