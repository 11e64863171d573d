package antiphon.ivr.yaml;

/// A text, a number, a word: always its text, as written. `0100`, `no` and `09:00` stay what they
/// are.
public final class YamlScalar implements YamlNode {
    /// How it was written.
    public enum Style {
        PLAIN,
        QUOTED,
        /// `|` or `>`
        BLOCK
    }

    /// As much of a value as a message repeats.
    private static final int SHOWN_MAX = 60;

    private final String text;
    private final Style style;
    private final Source source;
    private final int start;

    YamlScalar(String text, Style style, Source source, int start) {
        this.text = text;
        this.style = style;
        this.source = source;
        this.start = start;
    }

    public String text() {
        return text;
    }

    public Style style() {
        return style;
    }

    @Override
    public Position position() {
        return source.at(start);
    }

    @Override
    public boolean isNothing() {
        return style == Style.PLAIN && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }

    @Override
    public String describe() {
        if (isNothing()) return "nothing";
        if (text.length() <= SHOWN_MAX) return "\"" + text + "\"";
        return "\"" + text.substring(0, SHOWN_MAX) + "…\"";
    }

    /// Where in the file the character of [#text] at `offset` stands. Exact on one line; white
    /// space folded over lines is followed.
    public Position at(int offset) {
        String raw = source.text();
        int at = style == Style.PLAIN ? start : start + 1;
        int wanted = Math.min(offset, text.length());
        for (int i = 0; i < wanted && at < raw.length(); ) {
            char c = text.charAt(i);
            char there = raw.charAt(at);
            if (Character.isWhitespace(c) || Character.isWhitespace(there)) {
                int spaces = run(text, i);
                // The text ends inside this run of spaces: it is the same number of them.
                if (i + spaces > wanted && there == c) return source.at(at + wanted - i);
                i += spaces;
                at += run(raw, at);
            } else {
                at += width(there, at, raw);
                i++;
            }
        }
        return source.at(at);
    }

    private static int run(String text, int from) {
        int end = from;
        while (end < text.length() && Character.isWhitespace(text.charAt(end))) end++;
        return end - from;
    }

    private int width(char there, int at, String raw) {
        if (style != Style.QUOTED) return 1;
        boolean single = raw.charAt(start) == '\'';
        if (single) return there == '\'' ? 2 : 1;
        if (there != '\\' || at + 1 >= raw.length()) return 1;
        return switch (raw.charAt(at + 1)) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
