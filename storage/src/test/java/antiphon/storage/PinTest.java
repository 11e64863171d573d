package antiphon.storage;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinTest {
    @TempDir Path stateDir;
    House house;

    @BeforeEach
    void open() {
        house = new House(stateDir);
        house.storage.mailboxes().create(new NewMailbox("1001", "2580", null, null));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private PinVerdict verify(String pin) {
        return house.storage.mailboxes().verifyPin("1001", pin.toCharArray());
    }

    private void wrong(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(verify("0000")).as("wrong PIN %d", i + 1).isEqualTo(PinVerdict.WRONG);
        }
    }

    @Test
    void theRightPinIsAcceptedAndAnyOtherIsNot() {
        assertThat(verify("2580")).isEqualTo(PinVerdict.ACCEPTED);
        assertThat(verify("2581")).isEqualTo(PinVerdict.WRONG);
        assertThat(verify("25800")).isEqualTo(PinVerdict.WRONG);
        assertThat(verify("")).isEqualTo(PinVerdict.WRONG);
        assertThat(verify("2580")).isEqualTo(PinVerdict.ACCEPTED);
    }

    @Test
    void withoutBoxOrPinThereIsNothingToAccept() {
        house.box("1002");
        Mailboxes mailboxes = house.storage.mailboxes();
        assertThat(mailboxes.verifyPin("1002", "2580".toCharArray())).isEqualTo(PinVerdict.NO_PIN);
        assertThat(mailboxes.verifyPin("9999", "2580".toCharArray())).isEqualTo(PinVerdict.UNKNOWN);
    }

    @Test
    void fourWrongPinsAreForgivenByTheRightOne() {
        for (int round = 0; round < 2; round++) {
            wrong(4);
            assertThat(verify("2580")).isEqualTo(PinVerdict.ACCEPTED);
        }
    }

    @Test
    void theFifthWrongPinLocksForAMinuteAndEachFurtherOneTwiceAsLong() {
        wrong(5);
        assertThat(house.storage.mailboxes().find("1001").orElseThrow().lockedUntil())
                .isEqualTo(House.NOON.plusSeconds(60));
        assertThat(verify("2580")).isEqualTo(PinVerdict.LOCKED);
        house.clock.advance(ofSeconds(59));
        assertThat(verify("2580")).isEqualTo(PinVerdict.LOCKED);
        house.clock.advance(ofSeconds(1));
        wrong(1);
        house.clock.advance(ofSeconds(119));
        assertThat(verify("2580")).isEqualTo(PinVerdict.LOCKED);
        house.clock.advance(ofSeconds(1));
        assertThat(verify("2580")).isEqualTo(PinVerdict.ACCEPTED);
        wrong(4); // counted from nothing again
        assertThat(verify("2580")).isEqualTo(PinVerdict.ACCEPTED);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 1",
        "6, 2",
        "7, 4",
        "8, 8",
        "9, 16",
        "10, 32",
        "11, 60",
        "12, 60",
        "2000000000, 60"
    })
    void theLockOutDoublesUpToAnHour(int wrongPins, int minutes) {
        assertThat(PinGuard.lockOut(wrongPins)).isEqualTo(ofMinutes(minutes));
    }

    @Test
    void aLockOutOutlivesTheServer() {
        wrong(5);
        house.restart();
        assertThat(verify("2580")).isEqualTo(PinVerdict.LOCKED);
    }

    @Test
    void anAdministratorsNewPinEndsTheLockOut() {
        wrong(5);
        house.storage.mailboxes().update("1001", new MailboxChange("13579", null, null));
        assertThat(verify("2580")).isEqualTo(PinVerdict.WRONG);
        assertThat(verify("13579")).isEqualTo(PinVerdict.ACCEPTED);
    }

    @Test
    void manyCallsAtOnceHaveNoMoreAttemptsThanOne() throws Exception {
        List<Future<PinVerdict>> verdicts = new ArrayList<>();
        try (var calls = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 30; i++) {
                verdicts.add(calls.submit(() -> verify("0000")));
            }
        }
        List<PinVerdict> all = new ArrayList<>();
        for (Future<PinVerdict> verdict : verdicts) {
            all.add(verdict.get());
        }
        assertThat(Collections.frequency(all, PinVerdict.WRONG)).isEqualTo(PinGuard.WRONG_PINS_MAX);
        assertThat(Collections.frequency(all, PinVerdict.LOCKED)).isEqualTo(25);
    }

    @Test
    void aCheckIsNeitherFreeNorSlow() {
        verify("2580");
        long start = System.nanoTime();
        verify("2580");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ofSeconds(3));
        var hashes = new PinHashes();
        assertThat(hashes.hash("2580"))
                .startsWith("$argon2id$v=19$m=12288,t=3,p=1$")
                .isNotEqualTo(hashes.hash("2580"));
    }
}
