package antiphon.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxesTest {
    @TempDir Path stateDir;
    House house;
    Mailboxes mailboxes;

    @BeforeEach
    void open() {
        house = new House(stateDir);
        mailboxes = house.storage.mailboxes();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aNewMailboxIsFoundAsItWasMade() {
        Mailbox made = mailboxes.create(new NewMailbox("1001", "2580", "Ann", "de-AT"));
        assertThat(made)
                .isEqualTo(new Mailbox("1001", "Ann", "de-AT", true, null, House.NOON, 0, 0));
        assertThat(mailboxes.find("1001")).contains(made);
        assertThat(mailboxes.list()).containsExactly(made);
    }

    @Test
    void onlyTheNumberIsNeeded() {
        assertThat(house.box("a.b_c-9"))
                .isEqualTo(new Mailbox("a.b_c-9", null, "en", false, null, House.NOON, 0, 0));
    }

    @Test
    void theListIsByNumber() {
        house.box("2");
        house.box("10");
        house.box("b");
        house.box("B");
        assertThat(mailboxes.list())
                .extracting(Mailbox::number)
                .containsExactly("10", "2", "B", "b");
    }

    @Test
    void aNumberIsTakenOnce() {
        house.box("1001");
        assertThatExceptionOfType(MailboxExists.class)
                .isThrownBy(() -> house.box("1001"))
                .withMessageContaining("1001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "ä",
                "123456789012345678901234567890123",
                "1001\n",
                "../../etc",
                "a/b"
            })
    void aNumberThatIsNoneIsRefusedAndNeverFound(String number) {
        assertThatExceptionOfType(InvalidMailbox.class)
                .isThrownBy(() -> house.box(number))
                .matches(e -> e.field().equals("number"));
        assertThat(mailboxes.find(number)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "123", "1234567890123", "12a4", "12 4", "١٢٣٤"})
    void aBadPinIsRefusedAndNotShown(String pin) {
        assertThatExceptionOfType(InvalidMailbox.class)
                .isThrownBy(() -> mailboxes.create(new NewMailbox("1001", pin, null, null)))
                .withMessage("mailbox pin (not shown) is not allowed: 4 to 12 digits 0-9");
    }

    @ParameterizedTest
    @CsvSource({
        "name,' ',",
        "name,'a\u0007b',",
        "language,,english",
        "language,,e",
        "language,,''"
    })
    void otherBadValuesAreRefusedByName(
            String field, @Nullable String name, @Nullable String language) {
        assertThatExceptionOfType(InvalidMailbox.class)
                .isThrownBy(() -> mailboxes.create(new NewMailbox("1001", null, name, language)))
                .matches(e -> e.field().equals(field));
    }

    @Test
    void aChangeTouchesOnlyWhatItNames() {
        mailboxes.create(new NewMailbox("1001", "2580", "Ann", "de"));
        assertThat(mailboxes.update("1001", new MailboxChange(null, null, "fr")))
                .contains(new Mailbox("1001", "Ann", "fr", true, null, House.NOON, 0, 0));
        assertThat(mailboxes.update("1001", new MailboxChange(null, "", null)))
                .contains(new Mailbox("1001", null, "fr", true, null, House.NOON, 0, 0));
        assertThat(mailboxes.update("1001", new MailboxChange("", "Bob", null)))
                .contains(new Mailbox("1001", "Bob", "fr", false, null, House.NOON, 0, 0));
        assertThat(mailboxes.verifyPin("1001", "2580".toCharArray())).isEqualTo(PinVerdict.NO_PIN);
        assertThat(
                        mailboxes
                                .update("1001", new MailboxChange("97531", null, null))
                                .map(Mailbox::hasPin))
                .contains(true);
        assertThat(mailboxes.verifyPin("1001", "97531".toCharArray()))
                .isEqualTo(PinVerdict.ACCEPTED);
        assertThat(mailboxes.update("9999", new MailboxChange(null, "x", null)))
                .isEqualTo(Optional.empty());
    }
}
