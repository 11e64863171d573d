package antiphon.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallRecordsTest {
    @TempDir Path stateDir;
    House house;
    CallRecords records;

    @BeforeEach
    void open() {
        house = new House(stateDir);
        records = house.storage.callRecords();
    }

    @AfterEach
    void close() {
        house.close();
    }

    static CallRecord record(String id, Instant startedAt) {
        return new CallRecord(
                id,
                "sip-" + id,
                "alice",
                "1001",
                "sip:1001@antiphon",
                startedAt,
                startedAt.plusSeconds(1),
                startedAt.plusSeconds(61),
                "hang-up",
                "PCMA",
                3_000,
                2,
                1.25);
    }

    @Test
    void aWrittenRecordIsReadAsItWas() {
        CallRecord answered = record("a", House.NOON);
        CallRecord missed =
                new CallRecord(
                        "b",
                        "sip-b",
                        "",
                        "",
                        "sip:x",
                        House.NOON.plusSeconds(5),
                        null,
                        House.NOON.plusSeconds(6),
                        "cancelled",
                        null,
                        0,
                        0,
                        0);
        records.write(answered);
        records.write(missed);
        House.await("both are written", () -> records.latest(10, null).size() == 2);
        assertThat(records.latest(10, null)).containsExactly(missed, answered);
    }

    @Test
    void recordsArePagedBackwards() {
        for (int i = 0; i < 30; i++) {
            records.write(record("call-" + i, House.NOON.plusSeconds(i)));
        }
        House.await("all are written", () -> records.latest(100, null).size() == 30);
        List<CallRecord> page = records.latest(10, null);
        assertThat(page).extracting(CallRecord::id).startsWith("call-29").endsWith("call-20");
        List<CallRecord> next = records.latest(10, page.getLast().startedAt());
        assertThat(next).extracting(CallRecord::id).startsWith("call-19").endsWith("call-10");
    }

    @Test
    void theSameCallIsRecordedOnceAndABadRecordHarmsNoOther() {
        records.write(record("a", House.NOON));
        records.write(record("a", House.NOON));
        CallRecord bad =
                new CallRecord(
                        "bad\0",
                        "\0",
                        "\ud800",
                        "x".repeat(5_000),
                        "y".repeat(5_000),
                        Instant.MAX,
                        null,
                        Instant.MAX,
                        "c",
                        null,
                        0,
                        0,
                        Double.NaN);
        records.write(bad);
        records.write(record("b", House.NOON));
        House.await("both good ones are written", () -> records.latest(10, null).size() == 2);
        House.await("the bad one is counted", () -> records.dropped() == 1);
    }

    @Test
    void closingWritesWhatWaits() {
        for (int i = 0; i < 50; i++) {
            records.write(record("call-" + i, House.NOON));
        }
        house.storage.close();
        house.reopen();
        assertThat(house.storage.callRecords().latest(100, null)).hasSize(50);
    }

    @Test
    void whatTheQueueCannotHoldIsCounted() {
        // Nothing listens on this port, so nothing is ever written.
        DatabaseUrl nowhere =
                DatabaseUrl.parse("jdbc:postgresql://127.0.0.1:9/none?user=u&password=p");
        try (var database = new Database(nowhere.dataSource())) {
            database.probe();
            var full = new CallRecords(database, 10);
            for (int i = 0; i < 100; i++) {
                full.write(record("call-" + i, House.NOON));
            }
            assertThat(full.dropped())
                    .isBetween(100L - 10 - CallRecords.BATCH_MAX, 100L)
                    .isGreaterThanOrEqualTo(80);
            full.close();
            assertThat(full.dropped()).isEqualTo(100);
        }
    }
}
