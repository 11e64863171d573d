package antiphon.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/// Times between Java and PostgreSQL, which keeps microseconds.
final class Rows {
    private Rows() {}

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static Timestamp time(Instant instant) {
        return Timestamp.from(instant);
    }

    static @Nullable Timestamp timeOrNull(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
