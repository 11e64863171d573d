package antiphon.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseDownTest {
    @TempDir Path stateDir;
    Cable cable;
    House house;

    @BeforeEach
    void open() throws IOException {
        cable = new Cable(PostgresForTests.port());
        house = new House(stateDir, PostgresForTests.emptyDatabase(cable.port()));
        house.box("1001");
    }

    @AfterEach
    void close() throws IOException {
        house.close();
        cable.close();
    }

    @Test
    void aMessageLeftWhileTheDatabaseIsDownAppearsOnceWhenItIsBack() throws IOException {
        List<Message> heard = new CopyOnWriteArrayList<>();
        house.storage.onMessageStored(heard::add);
        IncomingRecording begunBefore = house.begin("1001");
        cable.pullOut();
        House.await("the database is known to be down", () -> !house.storage.available());

        assertThat(house.storage.mailboxes().find("1001")).isPresent();
        assertThat(house.storage.mailboxes().find("1002")).isEmpty();
        Wav.write(begunBefore.audio(), 1_000);
        DepositResult first = house.storage.recordings().finish(begunBefore, 1_000, "hang-up");
        DepositResult second = house.deposit("1001", 2_000);
        assertThat(first).isInstanceOf(DepositResult.Spooled.class);
        assertThat(second).isInstanceOf(DepositResult.Spooled.class);
        assertThatThrownBy(() -> house.messages("1001")).isInstanceOf(StorageUnavailable.class);
        assertThat(heard).isEmpty();

        cable.plugIn();
        House.await("both messages are told", () -> heard.size() >= 2);

        assertThat(house.messages("1001"))
                .extracting(Message::durationMillis)
                .containsExactlyInAnyOrder(1_000L, 2_000L);
        assertThat(house.messages("1001")).extracting(Message::ending).containsOnly("hang-up");
        assertThat(house.files()).isEqualTo(house.expectedFiles("1001"));
        house.restart();
        assertThat(house.messages("1001")).hasSize(2);
    }

    @Test
    void aSpooledMessageSurvivesTheServersDeathToo() throws IOException {
        cable.pullOut();
        assertThat(house.deposit("1001", 1_500)).isInstanceOf(DepositResult.Spooled.class);
        cable.plugIn();
        house.restart();
        assertThat(house.messages("1001"))
                .extracting(Message::durationMillis)
                .containsExactly(1_500L);
        assertThat(house.files()).isEqualTo(house.expectedFiles("1001"));
    }

    @Test
    void aDatabaseKnownToBeDownCostsACallNoTime() throws IOException {
        cable.pullOut();
        House.await("the database is known to be down", () -> !house.storage.available());
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            house.storage.mailboxes().find("1001");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        cable.plugIn();
        House.await("the database is back", house.storage::available);
    }

    @Test
    void messagesSpooledForAMailboxAreRemovedWithItAndNotGivenToItsSuccessor() throws IOException {
        cable.pullOut();
        house.deposit("1001", 1_000);
        cable.plugIn();
        House.await("the database is back", house.storage::available);
        house.storage.mailboxes().delete("1001");
        house.box("1001");
        house.restart();
        assertThat(house.messages("1001")).isEmpty();
        assertThat(house.files()).isEmpty();
    }

    @Test
    void callRecordsWaitForTheDatabase() throws IOException {
        house.storage.callRecords().write(CallRecordsTest.record("before", House.NOON));
        House.await(
                "the first is written",
                () -> house.storage.callRecords().latest(10, null).size() == 1);
        cable.pullOut();
        House.await("the database is known to be down", () -> !house.storage.available());
        IntStream.range(0, 700)
                .forEach(i ->
                        house.storage
                                .callRecords()
                                .write(
                                        CallRecordsTest.record(
                                                "call-" + i, House.NOON.plusSeconds(i))));
        cable.plugIn();
        House.await("the database is back", house.storage::available);
        House.await(
                "all are written",
                () -> house.storage.callRecords().latest(1_000, null).size() == 701);
        assertThat(house.storage.callRecords().dropped()).isZero();
    }
}
