package antiphon.ivr.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.ivr.prompt.SayAs.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SayAsTest {
    private static PromptCatalogue catalogue;
    private final SayAs english = new SayAs("en");

    @BeforeAll
    static void open(@TempDir Path state) {
        catalogue = PromptCatalogue.open(state);
    }

    @ParameterizedTest
    @CsvSource({
        "0, zero",
        "7, seven",
        "13, thirteen",
        "21, twenty one",
        "100, one hundred",
        "342, three hundred forty two",
        "1000, one thousand",
        "20019, twenty thousand nineteen",
        "999999, nine hundred ninety nine thousand nine hundred ninety nine",
        "-5, minus five",
    })
    void aNumberIsSaidInItsWords(long number, String words) {
        assertThat(spoken(english.number(number))).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "1000000, one zero zero zero zero zero zero",
        "-1000000, minus one zero zero zero zero zero zero",
        "-9223372036854775808, minus nine two two three three seven two zero three six eight five four seven seven five eight zero eight",
    })
    void aNumberBeyondItsWordsIsSaidDigitByDigit(long number, String words) {
        assertThat(spoken(english.number(number))).isEqualTo(words);
    }

    @Test
    void everyNumberHasAllItsPieces() {
        Set<String> recorded = catalogue.ids("en");
        Set<String> missing = new HashSet<>();
        Set<List<String>> sayings = new HashSet<>();
        long[] numbers =
                LongStream.concat(
                                LongStream.rangeClosed(-100, 20_000),
                                LongStream.iterate(20_001, n -> n <= SayAs.NUMBER_MAX, n -> n + 37))
                        .toArray();
        for (long number : numbers) {
            List<String> pieces = english.number(number);
            sayings.add(pieces);
            pieces.stream().filter(id -> !recorded.contains(id)).forEach(missing::add);
        }
        assertThat(missing).isEmpty();
        assertThat(sayings).as("no two numbers sound the same").hasSize(numbers.length);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void englishOffersEveryKind(Kind kind) {
        assertThat(english.pieces(kind)).isNotEmpty().isSubsetOf(catalogue.ids("en"));
    }

    @Test
    void thirtyPiecesAndMinusSayEveryEnglishNumber() {
        assertThat(english.pieces(Kind.NUMBER))
                .filteredOn(id -> id.startsWith("numbers/"))
                .hasSize(31);
    }

    @ParameterizedTest
    @CsvSource({
        "0, zero seconds",
        "1, one second",
        "-2, two seconds",
        "60, one minute",
        "95, one minute thirty five seconds",
        "3600, one hour",
        "7384, two hours three minutes four seconds",
    })
    void aDurationIsSaidInItsUnits(long seconds, String words) {
        assertThat(spoken(english.duration(Duration.ofSeconds(seconds)))).isEqualTo(words);
    }

    @Test
    void keysAreSaidOneByOneAndOtherCharactersPassedOver() {
        assertThat(spoken(english.digits("10-2*#x "))).isEqualTo("one zero two star pound");
        assertThat(english.digits("")).isEmpty();
        assertThat(english.digits("5".repeat(1_000))).hasSize(SayAs.DIGITS_MAX);
    }

    @ParameterizedTest
    @CsvSource({
        "1001, one zero zero one",
        "5551234, five five five | one two three four",
        "2125550187, two one two | five five five | zero one eight seven",
        "12345678, one two three | four five six | seven eight",
        "+49 89 1234, plus four nine | eight nine | one two three four",
        "'(0)89-12', zero | eight nine | one two",
    })
    void aTelephoneNumberIsSaidInGroups(String number, String words) {
        assertThat(spoken(english.phone(number))).isEqualTo(words);
    }

    @Test
    void wordsOfOtherLanguagesBecomePlainIds() {
        assertThat(new SayAs("de").number(55))
                .containsExactly("numbers/fuenf", "numbers/und", "numbers/fuenfzig");
        assertThat(new SayAs("fr").number(80)).containsExactly("numbers/quatre", "numbers/vingts");
        assertThat(new SayAs("ru").number(2)).allMatch(id -> id.matches("numbers/[a-z]+"));
        assertThat(new SayAs("pl").duration(Duration.ofMinutes(5))).endsWith("units/minute-many");
    }

    private static String spoken(List<String> ids) {
        return ids.stream()
                .map(id ->
                        id.equals("pauses/group")
                                ? "|"
                                : catalogue.wording("en", id).orElse("?" + id))
                .collect(Collectors.joining(" "));
    }
}
