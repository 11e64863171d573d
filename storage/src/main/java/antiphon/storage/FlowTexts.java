package antiphon.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The flows saved by administrators, every version kept. Safe for any thread.
public final class FlowTexts {
    static final int NAME_LENGTH_MAX = 128;
    static final int AUTHOR_LENGTH_MAX = 128;

    private static final String COLUMNS = "SELECT name, version, text, saved_at FROM flow_version ";

    private final Database database;
    private final InstantSource clock;

    FlowTexts(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Adds a version, the first being 1.
    ///
    /// @throws IllegalArgumentException for a name that is empty, too long or not printable
    public FlowText save(String name, String text, String author) {
        if (name.isEmpty() || !Text.clean(name, NAME_LENGTH_MAX).equals(name)) {
            throw new IllegalArgumentException(
                    "flow name: 1 to " + NAME_LENGTH_MAX + " characters, no control characters");
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("flow text: no NUL characters");
        }
        return database.inTransaction(
                tx -> add(tx, name, text, Text.clean(author, AUTHOR_LENGTH_MAX)));
    }

    public Optional<FlowText> latest(String name) {
        return database.inTransaction(tx -> newest(tx, name))
                .filter(version -> version.text() != null)
                .map(FlowTexts::flow);
    }

    /// The latest version of each flow, by name.
    public List<FlowText> latest() {
        return database.inTransaction(tx ->
                tx.createQuery(
                                """
                                SELECT * FROM (
                                    SELECT DISTINCT ON (name) name, version, text, saved_at
                                    FROM flow_version ORDER BY name, version DESC) newest
                                WHERE text IS NOT NULL ORDER BY name\
                                """)
                        .map((row, _) -> flow(read(row)))
                        .list());
    }

    /// The flow is no more; its versions stay in the database and their numbers are not used again.
    ///
    /// @return false if there is none
    public boolean delete(String name) {
        return database.inTransaction(tx -> {
            lock(tx, name);
            boolean present =
                    newest(tx, name).filter(version -> version.text() != null).isPresent();
            if (present) {
                add(tx, name, null, null);
            }
            return present;
        });
    }

    /// A version as it is stored: without text it says that the flow was deleted.
    private record Version(FlowText flow, @Nullable String text) {}

    private static FlowText flow(Version version) {
        return version.flow();
    }

    private FlowText add(Handle tx, String name, @Nullable String text, @Nullable String author) {
        lock(tx, name);
        return tx.createQuery(
                        """
                        INSERT INTO flow_version (name, version, text, author, saved_at)
                        SELECT :name, coalesce(max(version), 0) + 1, :text, :author, :now
                        FROM flow_version WHERE name = :name
                        RETURNING name, version, text, saved_at\
                        """)
                .bind("name", name)
                .bind("text", text)
                .bind("author", author)
                .bind("now", Rows.time(clock.instant()))
                .map((row, _) -> flow(read(row)))
                .one();
    }

    /// Two who save the same flow take turns, and get two versions.
    private static void lock(Handle tx, String name) {
        tx.execute("SELECT pg_advisory_xact_lock(hashtextextended('flow ' || ?, 0))", name);
    }

    private static Optional<Version> newest(Handle tx, String name) {
        return tx.createQuery(COLUMNS + "WHERE name = :name ORDER BY version DESC LIMIT 1")
                .bind("name", name)
                .map((row, _) -> read(row))
                .findOne();
    }

    private static Version read(ResultSet row) throws SQLException {
        String text = row.getString("text");
        var flow =
                new FlowText(
                        row.getString("name"),
                        row.getInt("version"),
                        text == null ? "" : text,
                        Rows.instant(row, "saved_at"));
        return new Version(flow, text);
    }
}
