package antiphon.storage;

import org.jspecify.annotations.Nullable;

/// Text from the wire made fit to store: what a stranger put into a display name must not lose a
/// message.
final class Text {
    static final int CALLER_LENGTH_MAX = 128;
    static final int CALL_ID_LENGTH_MAX = 256;
    static final int ENDING_LENGTH_MAX = 64;

    private Text() {}

    /// Without control characters (PostgreSQL takes no NUL) and half surrogates (UTF-8 has none),
    /// cut to the limit.
    static String clean(String text, int lengthMax) {
        int limit =
                text.offsetByCodePoints(
                        0, Math.min(lengthMax, text.codePointCount(0, text.length())));
        var clean = new StringBuilder(limit);
        text.substring(0, limit)
                .codePoints()
                .filter(c -> !Character.isISOControl(c))
                .map(c ->
                        c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '\uFFFD' : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    static @Nullable String cleanOrNull(@Nullable String text, int lengthMax) {
        return text == null ? null : clean(text, lengthMax);
    }
}
