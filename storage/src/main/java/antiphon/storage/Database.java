package antiphon.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Transactions on the pool, and what is known of the database's health.
///
/// Trouble with the server comes out as [StorageUnavailable], within some seconds; whether a
/// transaction that was being committed then took place is unknown, so whatever writes must be fit
/// to be done again. Safe for any thread.
final class Database implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);

    /// Connections at once. A statement takes a millisecond or two; the rest wait their turn.
    static final int CONNECTIONS_MAX = 10;

    /// So long a call waits for a connection before it goes on without the database.
    static final int CONNECTION_WAIT_MILLIS_MAX = 2_000;

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private volatile boolean available = true;
    private volatile String trouble = "";
    private volatile Runnable onFailure = () -> {};

    Database(DataSource source) {
        var config = new HikariConfig();
        config.setPoolName("storage");
        config.setDataSource(source);
        config.setMaximumPoolSize(CONNECTIONS_MAX);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_WAIT_MILLIS_MAX);
        config.setValidationTimeout(1_000);
        config.setInitializationFailTimeout(-1);
        this.pool = new HikariDataSource(config);
        this.jdbi = Jdbi.create(pool);
    }

    /// Runs the work in one transaction and commits; any exception rolls back.
    ///
    /// While the database is known to be down this fails at once: a call does not wait for what is
    /// not there.
    ///
    /// @throws StorageUnavailable when the database cannot be reached or breaks off
    <T extends @Nullable Object> T inTransaction(Function<Handle, T> work) {
        if (!available) {
            throw new StorageUnavailable(trouble);
        }
        return attempt(work);
    }

    private <T extends @Nullable Object> T attempt(Function<Handle, T> work) {
        try {
            return jdbi.inTransaction(work::apply);
        } catch (JdbiException | IllegalStateException e) {
            throw translated(e);
        }
    }

    void useTransaction(Consumer<Handle> work) {
        inTransaction(tx -> {
            work.accept(tx);
            return true;
        });
    }

    boolean available() {
        return available;
    }

    /// PostgreSQL's version, such as `18.6`.
    String version() {
        return inTransaction(tx -> tx.createQuery("SHOW server_version").mapTo(String.class).one());
    }

    /// Asks the database, and notes whether it answered.
    boolean probe() {
        try {
            attempt(tx -> tx.createQuery("SELECT 1").mapTo(Integer.class).one());
            if (!available) {
                log.info("the database is available again");
            }
            available = true;
        } catch (StorageUnavailable e) {
            trouble = String.valueOf(e.getMessage());
            if (available) {
                log.warn("{}", trouble);
            }
            available = false;
        }
        return available;
    }

    /// Called, on the thread that met it, when a statement finds the database gone.
    void onFailure(Runnable action) {
        onFailure = action;
    }

    private RuntimeException translated(RuntimeException failure) {
        SQLException cause = sqlCause(failure);
        if (!pool.isClosed() && (cause == null || !meansUnreachable(cause))) {
            return failure;
        }
        onFailure.run();
        return new StorageUnavailable(
                "the database is not available: " + (cause == null ? "closed" : cause.getMessage()),
                failure);
    }

    private static @Nullable SQLException sqlCause(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    /// Whether the server, and not the statement, is at fault.
    static boolean meansUnreachable(SQLException e) {
        String state = e.getSQLState();
        if (e instanceof SQLTransientConnectionException) {
            return true; // the pool had none to give
        }
        if (state == null) {
            return false;
        }
        return state.startsWith("08") // connection
                || state.startsWith("28") // password no longer accepted
                || state.startsWith("53") // disk, memory or connections used up
                || state.startsWith("57") // shutting down, starting up, cancelled
                || state.startsWith("58") // input/output error
                || state.startsWith("XX") // damaged
                || state.equals("25006"); // a stand-by that is not yet primary
    }

    /// Whether the statement broke the named rule of the schema, such as a unique key.
    static boolean violates(Throwable failure, String sqlState) {
        SQLException cause = sqlCause(failure);
        return cause != null && sqlState.equals(cause.getSQLState());
    }

    @Override
    public void close() {
        available = false;
        pool.close();
    }
}
