package antiphon.storage;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a mailbox may look like; the schema says the same.
public final class MailboxRules {
    static final String LANGUAGE_DEFAULT = "en";
    public static final int NUMBER_LENGTH_MAX = 32;
    static final int NAME_LENGTH_MAX = 100;
    public static final int PIN_DIGITS_MIN = 4;
    public static final int PIN_DIGITS_MAX = 12;

    private static final Pattern NUMBER =
            Pattern.compile("[A-Za-z0-9._-]{1,%d}".formatted(NUMBER_LENGTH_MAX));
    private static final Pattern PIN =
            Pattern.compile("[0-9]{%d,%d}".formatted(PIN_DIGITS_MIN, PIN_DIGITS_MAX));
    private static final Pattern LANGUAGE =
            Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");

    private MailboxRules() {}

    static boolean isNumber(String number) {
        return NUMBER.matcher(number).matches();
    }

    static void checkNumber(String number) {
        if (!isNumber(number)) {
            throw new InvalidMailbox(
                    "number",
                    quoted(number),
                    "1 to " + NUMBER_LENGTH_MAX + " of A-Z a-z 0-9 . _ -");
        }
    }

    static void checkPin(@Nullable String pin) {
        if (pin != null && !PIN.matcher(pin).matches()) {
            throw new InvalidMailbox(
                    "pin", "(not shown)", PIN_DIGITS_MIN + " to " + PIN_DIGITS_MAX + " digits 0-9");
        }
    }

    static void checkName(@Nullable String name) {
        if (name == null) {
            return;
        }
        boolean clean = Text.clean(name, NAME_LENGTH_MAX).equals(name);
        if (!clean || name.isBlank()) {
            throw new InvalidMailbox(
                    "name",
                    quoted(name),
                    "1 to " + NAME_LENGTH_MAX + " characters, no control characters");
        }
    }

    static void checkLanguage(@Nullable String language) {
        if (language != null && !LANGUAGE.matcher(language).matches()) {
            throw new InvalidMailbox(
                    "language", quoted(language), "a language tag such as en or de-AT");
        }
    }

    private static String quoted(String value) {
        return '"' + Text.clean(value, NAME_LENGTH_MAX) + '"';
    }
}
