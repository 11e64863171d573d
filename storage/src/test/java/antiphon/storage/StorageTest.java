package antiphon.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person reads when storage cannot start.
class StorageTest {
    @TempDir Path folder;

    @Test
    void anExternalDatabaseIsDescribedWithoutItsPassword() {
        try (var house = new House(folder)) {
            assertThat(house.storage.description())
                    .isEqualTo("jdbc:postgresql://127.0.0.1:" + PostgresForTests.port() + "/tests");
            assertThat(house.storage.available()).isTrue();
        }
    }

    @Test
    void aUrlThatIsNoneIsShownWithWhatItMustLookLikeAndWithoutSecrets() {
        assertThatExceptionOfType(StorageUnavailable.class)
                .isThrownBy(() -> open("postgres://ann:secret@db/antiphon?password=secret"))
                .withMessage(
                        "database URL postgres://db/antiphon is not understood: it must look like jdbc:postgresql://HOST:PORT/DATABASE?user=NAME&password=SECRET");
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        assertThatExceptionOfType(StorageUnavailable.class)
                .isThrownBy(
                        () -> open("jdbc:postgresql://127.0.0.1:9/antiphon?user=u&password=secret"))
                .withMessageContaining(
                        "cannot connect to jdbc:postgresql://127.0.0.1:9/antiphon: Connection to 127.0.0.1:9 refused")
                .withMessageNotContaining("secret");
    }

    @Test
    void aWrongPasswordIsCalledThat() {
        String url = PostgresForTests.emptyDatabase().replaceAll("password=.*", "password=wrong");
        assertThatExceptionOfType(StorageUnavailable.class)
                .isThrownBy(() -> open(url))
                .withMessageContaining("password authentication failed");
    }

    @Test
    void aDatabaseThatIsNotThereIsNamed() {
        String url = PostgresForTests.emptyDatabase().replace("/tests?", "/nowhere?");
        assertThatExceptionOfType(StorageUnavailable.class)
                .isThrownBy(() -> open(url))
                .withMessageContaining("database \"nowhere\" does not exist");
    }

    @Test
    void aStateFolderThatIsAFileIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatExceptionOfType(StorageUnavailable.class)
                .isThrownBy(() -> Storage.open(new StorageSettings(file, null)))
                .withMessageContaining("state folder " + file + " cannot be used");
    }

    @Test
    void aFailedStartGivesTheStateFolderBack() {
        assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(() -> open("nonsense"));
        try (var house = new House(folder)) {
            assertThat(house.storage.available()).isTrue();
        }
    }

    private void open(String databaseUrl) {
        Storage.open(new StorageSettings(folder, databaseUrl));
    }
}
