package antiphon.ivr.yaml;

/// Finds text that YAML takes for something else than its author meant, before YAML sees it: keys
/// that vanish as comments, values cut short, `!`, `&` and `*` at the start of a value.
///
/// Follows YAML's rules only as far as it must to know where a key or a value begins.
final class Traps {
    private static final String INDICATORS = "&*!%@`";

    private final Source source;
    private final String text;
    private final Problems problems;
    private int at;

    private Traps(Source source, Problems problems) {
        this.source = source;
        this.text = source.text();
        this.problems = problems;
    }

    static void find(Source source, Problems problems) {
        Traps traps = new Traps(source, problems);
        traps.controlCharacter();
        if (!problems.hasErrors()) traps.lines();
    }

    private void controlCharacter() {
        for (int i = 0; i < text.length(); i++) {
            int c = text.codePointAt(i);
            if ((c >= ' ' && c < 0x7F) || c == '\n' || c == '\r' || c == '\t') continue;
            boolean readable = c >= 0xA0 && c != 0xFFFE && c != 0xFFFF && !isSurrogate(c);
            if (!readable && c != 0x85) {
                trap(i, "Y011", "a control character stands here: U+%04X".formatted(c));
                return;
            }
            if (Character.isSupplementaryCodePoint(c)) i++;
        }
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private void lines() {
        while (at < text.length()) {
            int lineStart = at;
            while (is(' ')) at++;
            if (is('\t') && !isBlankLine()) {
                trap(at, "Y003", "a tab; indent with spaces, two for each level");
                skipLine();
            } else if (is('#')) {
                if (next(1) == ':') poundKey();
                skipLine();
            } else if (isLineEnd()) {
                skipLine();
            } else {
                line(lineStart);
            }
        }
    }

    /// One line of block style, and the lines that its last value goes on in.
    private void line(int lineStart) {
        boolean keySeen = false;
        int parentColumn = 0;
        while (is('-') && isSpaceOrEnd(next(1)) && !isLineEnd()) {
            parentColumn = at - lineStart;
            at++;
            skipSpaces();
        }
        while (!isLineEnd() && !is('#')) {
            int tokenStart = at;
            if (is('"') || is('\'')) {
                quoted();
            } else if (is('{') || is('[')) {
                flow();
                if (!isSpaceOrEnd(current()) && !is(':')) {
                    trap(
                            tokenStart,
                            "Y006",
                            "a text that starts with `"
                                    + text.charAt(tokenStart)
                                    + "` must stand in quotes");
                    break;
                }
            } else if ((is('|') || is('>')) && (keySeen || tokenStart > lineStart)) {
                skipLine();
                skipDeeperThan(parentColumn);
                return;
            } else if (INDICATORS.indexOf(current()) >= 0) {
                indicator();
                break;
            } else {
                int end = plain(keySeen);
                if (end < 0) break;
            }
            skipSpaces();
            if (!is(':') || !isSpaceOrEnd(next(1)) || keySeen) break;
            keySeen = true;
            parentColumn = tokenStart - lineStart;
            at++;
            skipSpaces();
            if (isLineEnd() || is('#')) {
                skipLine();
                return;
            }
        }
        boolean goesOn = isLineEnd();
        skipLine();
        if (goesOn) skipDeeperThan(parentColumn);
    }

    /// Goes to the end of a plain scalar.
    ///
    /// @return its end, or -1 after a trap
    private int plain(boolean isValue) {
        int start = at;
        while (!isLineEnd()) {
            if (is(':') && isSpaceOrEnd(next(1))) {
                if (!isValue) return at;
                trap(
                        at,
                        "Y007",
                        "a value that contains `: ` must stand in quotes: \""
                                + shown(start)
                                + "\"");
                return -1;
            }
            if (is('#') && isSpace(text.charAt(at - 1))) {
                cutOff(start);
                return at;
            }
            at++;
        }
        return at;
    }

    /// A comment begins at `at`: was it meant so?
    private void cutOff(int start) {
        String kept = text.substring(start, at);
        long quotes = kept.chars().filter(c -> c == '"').count();
        long opened = kept.chars().filter(c -> c == '(' || c == '[' || c == '{').count();
        long closed = kept.chars().filter(c -> c == ')' || c == ']' || c == '}').count();
        if (quotes % 2 == 0 && opened <= closed && hasEvenApostrophes(kept)) return;
        trap(
                at,
                "Y005",
                "the value is cut off here: ` #` begins a comment; put the whole value in quotes");
    }

    /// Apostrophes within words (`don't`) are no quotes.
    private static boolean hasEvenApostrophes(String text) {
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            boolean inWord =
                    i > 0
                            && i + 1 < text.length()
                            && Character.isLetter(text.charAt(i - 1))
                            && Character.isLetter(text.charAt(i + 1));
            if (text.charAt(i) == '\'' && !inWord) count++;
        }
        return count % 2 == 0;
    }

    /// A `{…}` or `[…]`, over as many lines as it takes.
    private void flow() {
        int depth = 0;
        boolean tokenStart = true;
        while (at < text.length()) {
            char c = current();
            if (c == '{' || c == '[') {
                depth++;
                tokenStart = true;
                at++;
            } else if (c == '}' || c == ']') {
                at++;
                if (--depth == 0) return;
                tokenStart = false;
            } else if (c == ',' || (c == ':' && !tokenStart && isFlowSeparator(next(1)))) {
                tokenStart = true;
                at++;
            } else if (isSpace(c) || c == '\n' || c == '\r') {
                at++;
            } else if (c == '#' && tokenStart && next(1) == ':') {
                poundKey();
                skipLine();
            } else if (c == '#' && isSpace(text.charAt(at - 1))) {
                skipLine();
            } else if (!tokenStart) {
                at++;
            } else if (c == '"' || c == '\'') {
                quoted();
                tokenStart = false;
            } else if (INDICATORS.indexOf(c) >= 0) {
                indicator();
                tokenStart = false;
            } else {
                flowPlain();
                tokenStart = false;
            }
        }
    }

    private void flowPlain() {
        int start = at;
        while (!isLineEnd() && ",]}[".indexOf(current()) < 0) {
            if (is('{')) {
                trap(
                        start,
                        "Y010",
                        "inside { } or [ ] a value with `${…}` must stand in quotes: \"${…}\"");
                while (!isLineEnd() && !is('}')) at++;
                if (is('}')) at++;
                return;
            }
            if (is(':') && isFlowSeparator(next(1))) return;
            if (is('#') && isSpace(text.charAt(at - 1))) return;
            at++;
        }
    }

    private void indicator() {
        char c = current();
        if (c == '*' && isStarKey()) {
            trap(at, "Y004", "the key `*` is written `star`");
        } else {
            String meaning =
                    switch (c) {
                        case '&' -> "an anchor";
                        case '*' -> "an alias";
                        case '!' -> "a tag";
                        case '%' -> "a directive";
                        default -> "reserved";
                    };
            trap(
                    at,
                    "Y006",
                    "a value that starts with `%c` must stand in quotes, because YAML takes `%c` for %s"
                            .formatted(c, c, meaning));
        }
        at++;
    }

    /// `*:`, or `*1:`, `*X:`: keys of a telephone, not an alias.
    private boolean isStarKey() {
        int end = at + 1;
        while (end < text.length() && "0123456789XZN*".indexOf(text.charAt(end)) >= 0) end++;
        return end < text.length() && text.charAt(end) == ':';
    }

    private void poundKey() {
        trap(at, "Y004", "the key `#` is written `pound`; YAML takes `#` for a comment");
    }

    /// Goes behind the closing quote, over as many lines as it takes.
    private void quoted() {
        char quote = current();
        do {
            at++;
            while (at < text.length() && !is(quote)) at += quote == '"' && is('\\') ? 2 : 1;
            at = Math.min(at + 1, text.length());
            // Two single quotes are one within the text.
        } while (quote == '\'' && is(quote));
    }

    private void skipDeeperThan(int column) {
        while (at < text.length()) {
            int lineStart = at;
            while (is(' ')) at++;
            boolean deeper = at - lineStart > column || isLineEnd();
            if (!deeper) {
                at = lineStart;
                return;
            }
            skipLine();
        }
    }

    private void skipLine() {
        while (at < text.length() && !is('\n') && !is('\r')) at++;
        if (is('\r')) at++;
        if (is('\n')) at++;
    }

    private void skipSpaces() {
        while (is(' ') || is('\t')) at++;
    }

    private boolean isBlankLine() {
        int end = at;
        while (end < text.length() && isSpace(text.charAt(end))) end++;
        return end == text.length()
                || text.charAt(end) == '\n'
                || text.charAt(end) == '\r'
                || text.charAt(end) == '#';
    }

    private String shown(int start) {
        int end = start;
        while (end < text.length() && end - start < 60 && "\r\n".indexOf(text.charAt(end)) < 0)
            end++;
        return text.substring(start, end).strip();
    }

    private void trap(int index, String code, String message) {
        problems.error(source.at(index), code, message);
    }

    private char current() {
        return next(0);
    }

    private char next(int distance) {
        return at + distance < text.length() ? text.charAt(at + distance) : '\n';
    }

    private boolean is(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private boolean isLineEnd() {
        return at >= text.length() || is('\n') || is('\r');
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isSpaceOrEnd(char c) {
        return isSpace(c) || c == '\n' || c == '\r';
    }

    private static boolean isFlowSeparator(char c) {
        return isSpaceOrEnd(c) || c == ',' || c == '}' || c == ']' || c == '{' || c == '[';
    }
}
