package antiphon.ivr.prompt;

import com.ibm.icu.text.PluralRules;
import com.ibm.icu.text.RuleBasedNumberFormat;
import com.ibm.icu.text.Transliterator;
import com.ibm.icu.util.ULocale;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Turns values into the ids of the pieces that say them, in one language: order and words come from ICU's spell-out and
/// plural rules. Knows no recordings: whether the pieces exist is asked with [#pieces].
///
///     number(342)             → numbers/three numbers/hundred numbers/forty numbers/two
///     duration(ofSeconds(95)) → numbers/one units/minute-one numbers/thirty numbers/five units/second-other
///
/// Never refuses a value, for the caller is waiting: what it has no words for it says digit by digit.
/// Safe for any thread. Gender is that of counting; languages that inflect the number for its noun need more.
public final class SayAs {
    /// Larger numbers, and smaller than its negative, are said digit by digit.
    public static final long NUMBER_MAX = 999_999;

    /// More keys than this nobody can follow; the rest is not said.
    public static final int DIGITS_MAX = 64;

    private static final String PAUSE = "pauses/group";
    private static final int GROUP = 3;
    private static final Pattern SEPARATORS = Pattern.compile("[ \\-./()\u00a0]+");
    // German joins words with soft hyphens; English with spaces and hyphens.
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[ \\-\u00ad\u00a0]+");
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9]+");
    private static final Pattern OUTSIDE_IDS = Pattern.compile("[^a-z0-9]");

    private final RuleBasedNumberFormat spelling;
    private final PluralRules plurals;
    private final Map<String, String> foreignWords = new ConcurrentHashMap<>();
    private final String transliteration;

    /// What a value can be said as.
    public enum Kind {
        DIGITS,
        PHONE,
        NUMBER,
        DURATION
    }

    /// Loads ICU's rules: a third of a second for the first one of a process.
    /// [PromptCatalogue#sayAs] keeps them.
    ///
    /// @param language `en`, `de-AT`
    public SayAs(String language) {
        ULocale locale = ULocale.forLanguageTag(Names.language(language));
        spelling = new RuleBasedNumberFormat(locale, RuleBasedNumberFormat.SPELLOUT);
        plurals = PluralRules.forLocale(locale);
        transliteration =
                locale.getLanguage().equals("de")
                        ? "de-ASCII; Lower"
                        : "Any-Latin; Latin-ASCII; Lower";
    }

    /// Each key by itself: `0-9`, `*`, `#`, `+`. Whatever else the text holds is passed over.
    public List<String> digits(String keys) {
        return keys.chars()
                .limit(DIGITS_MAX)
                .mapToObj(SayAs::key)
                .filter(id -> !id.isEmpty())
                .toList();
    }

    /// A telephone number in groups with a short pause between: its own where it is written with
    /// spaces or hyphens, else threes of which the last may be four (`555 1234`, `212 555 0187`);
    /// up to four digits are one group.
    public List<String> phone(String number) {
        List<String> said = new ArrayList<>();
        for (String group : groups(number.strip())) {
            List<String> digits = digits(group);
            if (!said.isEmpty() && !digits.isEmpty()) {
                said.add(PAUSE);
            }
            said.addAll(digits);
        }
        return said.subList(0, Math.min(said.size(), 2 * DIGITS_MAX));
    }

    /// A number in words.
    public List<String> number(long value) {
        if (value < -NUMBER_MAX || value > NUMBER_MAX) {
            String sign = value < 0 ? "numbers/" + word(minus()) : "";
            String digits = Long.toString(value).replace("-", "");
            return Stream.concat(
                            Stream.of(sign).filter(id -> !id.isEmpty()), digits(digits).stream())
                    .toList();
        }
        return BETWEEN_WORDS
                .splitAsStream(spelled(value))
                .filter(word -> !word.isEmpty())
                .map(word -> "numbers/" + word(word))
                .toList();
    }

    /// Hours, minutes and seconds, those that are not zero; a negative duration is said without its
    /// sign.
    public List<String> duration(Duration duration) {
        Duration length = duration.isNegative() ? duration.negated() : duration;
        List<String> said = new ArrayList<>();
        addUnit(said, length.toHours(), "hour");
        addUnit(said, length.toMinutesPart(), "minute");
        addUnit(said, length.toSecondsPart(), "second");
        if (said.isEmpty()) {
            said.addAll(number(0));
            said.add(unit("second", 0));
        }
        return said;
    }

    /// Every piece that values of this kind can need; a language offers the kind when it has them
    /// all.
    public Set<String> pieces(Kind kind) {
        Set<String> pieces = new LinkedHashSet<>();
        switch (kind) {
            case DIGITS -> pieces.addAll(digits("0123456789*#+"));
            case PHONE -> {
                pieces.addAll(pieces(Kind.DIGITS));
                pieces.add(PAUSE);
            }
            case NUMBER -> {
                // Thousands may be counted in another form than units, so both ranges are gone
                // through.
                LongStream.concat(
                                LongStream.rangeClosed(0, 1_000),
                                LongStream.rangeClosed(1, 999).map(n -> n * 1_000))
                        .forEach(n -> pieces.addAll(number(n)));
                pieces.addAll(number(-1));
                pieces.addAll(pieces(Kind.DIGITS));
            }
            case DURATION -> {
                pieces.addAll(pieces(Kind.NUMBER));
                for (String unit : List.of("hour", "minute", "second")) {
                    plurals.getKeywords()
                            .forEach(plural -> pieces.add("units/" + unit + "-" + plural));
                }
            }
        }
        return pieces;
    }

    private void addUnit(List<String> said, long count, String unit) {
        if (count != 0) {
            said.addAll(number(count));
            said.add(unit(unit, count));
        }
    }

    private String unit(String unit, long count) {
        return "units/" + unit + "-" + plurals.select((double) count);
    }

    // ICU's formatters keep state between calls.
    private String spelled(long value) {
        synchronized (spelling) {
            return spelling.format(value);
        }
    }

    private String minus() {
        return BETWEEN_WORDS.split(spelled(-1))[0];
    }

    private String word(String word) {
        if (PLAIN.matcher(word).matches()) {
            return word;
        }
        return foreignWords.computeIfAbsent(
                word,
                foreign -> {
                    // Made anew each time: a language has some dozens of words.
                    Transliterator ascii = Transliterator.getInstance(transliteration);
                    return OUTSIDE_IDS.matcher(ascii.transliterate(foreign)).replaceAll("");
                });
    }

    private static List<String> groups(String number) {
        if (SEPARATORS.matcher(number).find()) {
            return SEPARATORS.splitAsStream(number).filter(group -> !group.isEmpty()).toList();
        }
        List<String> groups = new ArrayList<>();
        int at = 0;
        while (number.length() - at > GROUP + 1) {
            groups.add(number.substring(at, at + GROUP));
            at += GROUP;
        }
        groups.add(number.substring(at));
        return groups;
    }

    private static String key(int key) {
        return switch (key) {
            case '*' -> "digits/star";
            case '#' -> "digits/pound";
            case '+' -> "digits/plus";
            default -> key >= '0' && key <= '9' ? "digits/" + (char) key : "";
        };
    }
}
