package antiphon.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The call records. Safe for any thread; a thread of its own writes them, many in one transaction.
public final class CallRecords {
    private static final Logger log = LoggerFactory.getLogger(CallRecords.class);

    /// Records that wait while the database is down: a minute of a very busy server, some
    /// megabytes. Newer ones are lost.
    static final int QUEUE_MAX = 10_000;

    static final int BATCH_MAX = 500;

    /// Records asked for at once.
    static final int LATEST_MAX = 10_000;

    private static final int RETRY_MILLIS = 1_000;
    private static final int IDLE_MILLIS = 500;
    private static final Duration CLOSE_TIME_MAX = Duration.ofSeconds(3);

    private final Database database;
    private final BlockingQueue<CallRecord> queue;
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;
    private volatile boolean closing;

    CallRecords(Database database, int queueMax) {
        this.database = database;
        this.queue = new ArrayBlockingQueue<>(queueMax);
        this.writer = Thread.ofVirtual().name("call-records").start(this::writeOn);
    }

    /// Never blocks: what does not fit into the queue while the database is down is lost, and
    /// counted.
    public void write(CallRecord record) {
        if (!queue.offer(record) && dropped.getAndIncrement() == 0) {
            log.error("call records are being lost: {} wait for the database", queue.size());
        }
    }

    /// The latest first.
    ///
    /// @param before only calls that started before then; null: from the newest on
    public List<CallRecord> latest(int limit, @Nullable Instant before) {
        return database.inTransaction(tx ->
                tx.createQuery(
                                """
                                SELECT * FROM call_record
                                WHERE started_at < coalesce(:before::timestamptz, 'infinity')
                                ORDER BY started_at DESC, ordinal DESC LIMIT :limit\
                                """)
                        .bind("before", Rows.timeOrNull(before))
                        .bind("limit", Math.clamp(limit, 0, LATEST_MAX))
                        .map((row, _) -> read(row))
                        .list());
    }

    /// Records lost because the database was down longer than the queue lasts.
    public long dropped() {
        return dropped.get();
    }

    private void writeOn() {
        List<CallRecord> batch = new ArrayList<>(BATCH_MAX);
        try {
            while (!closing || !queue.isEmpty()) {
                CallRecord first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                queue.drainTo(batch, BATCH_MAX - 1);
                insertUntilDone(batch);
                batch.clear();
            }
        } catch (InterruptedException _) {
            lose(batch.size() + queue.size(), "the server stopped");
        }
    }

    private void insertUntilDone(List<CallRecord> batch) throws InterruptedException {
        while (true) {
            try {
                database.useTransaction(tx -> insert(tx, batch));
                return;
            } catch (StorageUnavailable _) {
                if (closing) {
                    lose(batch.size(), "the server stopped while the database was down");
                    return;
                }
                Thread.sleep(RETRY_MILLIS);
            } catch (RuntimeException e) {
                if (batch.size() == 1) {
                    log.error("call record {} could not be written", batch.getFirst().id(), e);
                    lose(1, "not accepted");
                    return;
                }
                // One bad record must not take the others with it.
                for (CallRecord record : batch) {
                    insertUntilDone(List.of(record));
                }
                return;
            }
        }
    }

    private void lose(int count, String reason) {
        if (count > 0) {
            dropped.addAndGet(count);
            log.error("{} call records lost: {}", count, reason);
        }
    }

    private static void insert(Handle tx, List<CallRecord> records) {
        PreparedBatch batch =
                tx.prepareBatch(
                        """
                        INSERT INTO call_record (id, sip_call_id, caller, called, request_uri, started_at, answered_at,
                            ended_at, cause, codec, packets_received, packets_lost, jitter_ms)
                        VALUES (:id, :sipCallId, :caller, :called, :requestUri, :startedAt, :answeredAt,
                            :endedAt, :cause, :codec, :received, :lost, :jitter)
                        ON CONFLICT (id) DO NOTHING\
                        """);
        for (CallRecord record : records) {
            batch.bind("id", Text.clean(record.id(), 64))
                    .bind("sipCallId", Text.clean(record.sipCallId(), 256))
                    .bind("caller", Text.clean(record.caller(), 256))
                    .bind("called", Text.clean(record.called(), 256))
                    .bind("requestUri", Text.clean(record.requestUri(), 512))
                    .bind("startedAt", Rows.time(record.startedAt()))
                    .bind("answeredAt", Rows.timeOrNull(record.answeredAt()))
                    .bind("endedAt", Rows.time(record.endedAt()))
                    .bind("cause", Text.clean(record.cause(), 128))
                    .bind("codec", Text.cleanOrNull(record.codec(), 64))
                    .bind("received", record.packetsReceived())
                    .bind("lost", record.packetsLost())
                    .bind("jitter", record.jitterMillis())
                    .add();
        }
        batch.execute();
    }

    private static CallRecord read(ResultSet row) throws SQLException {
        return new CallRecord(
                row.getString("id"),
                row.getString("sip_call_id"),
                row.getString("caller"),
                row.getString("called"),
                row.getString("request_uri"),
                Rows.instant(row, "started_at"),
                Rows.instantOrNull(row, "answered_at"),
                Rows.instant(row, "ended_at"),
                row.getString("cause"),
                row.getString("codec"),
                row.getLong("packets_received"),
                row.getLong("packets_lost"),
                row.getDouble("jitter_ms"));
    }

    /// Writes what waits, if the database takes it soon.
    void close() {
        closing = true;
        try {
            if (!writer.join(CLOSE_TIME_MAX)) {
                writer.interrupt();
                writer.join(CLOSE_TIME_MAX);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends without writing, as a sudden death would.
    void letGo() {
        closing = true;
        writer.interrupt();
    }
}
