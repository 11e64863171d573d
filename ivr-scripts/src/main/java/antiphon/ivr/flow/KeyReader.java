package antiphon.ivr.flow;

import antiphon.ivr.yaml.Fields;
import antiphon.ivr.yaml.Position;
import antiphon.ivr.yaml.Scalars;
import antiphon.ivr.yaml.YamlNode;
import antiphon.ivr.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads keys and patterns of keys.
final class KeyReader {
    static final String ALL = "0123456789*#";
    private static final String STAR = "star";
    private static final String POUND = "pound";
    private static final String ALLOWED =
            "allowed are 0-9, star, pound, X for 0-9, Z for 1-9, N for 2-9, and choices such as [2-5]";

    private final Reading reading;

    KeyReader(Reading reading) {
        this.reading = reading;
    }

    /// How a person writes a key.
    static String written(char key) {
        return switch (key) {
            case '*' -> STAR;
            case '#' -> POUND;
            default -> String.valueOf(key);
        };
    }

    Optional<KeyPattern> pattern(YamlScalar scalar) {
        String text = scalar.text();
        List<String> places = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int length = place(text, at, places);
            if (length == 0) return refuse(scalar, at);
            at += length;
        }
        if (places.isEmpty()) return refuse(scalar, 0);
        if (places.size() <= KeyPattern.LENGTH_MAX)
            return Optional.of(new KeyPattern(text, places));
        reading.error(
                scalar.position(),
                "F005",
                "the key has %d places, the limit is %d"
                        .formatted(places.size(), KeyPattern.LENGTH_MAX));
        return Optional.empty();
    }

    /// Refuses more patterns together than can be told apart quickly.
    void checkEffort(List<KeyPattern> patterns, Position position) {
        if (patterns.size() > Limits.KEYS_MAX)
            reading.error(
                    position,
                    "F008",
                    "%d keys and patterns, the limit is %d"
                            .formatted(patterns.size(), Limits.KEYS_MAX));
        else if (!KeyStates.atMost(Limits.KEY_STATES_MAX, patterns))
            reading.error(
                    position,
                    "F008",
                    "these patterns overlap in too many ways; use fewer or shorter ones");
    }

    private Optional<KeyPattern> refuse(YamlScalar scalar, int at) {
        String wrong = at < scalar.text().length() ? scalar.text().substring(at, at + 1) : "";
        String hint =
                switch (wrong) {
                    case "#" -> "`#` is written `pound`";
                    case "*" -> "`*` is written `star`";
                    case "x", "z", "n" -> "write `" + wrong.toUpperCase(Locale.ROOT) + "`";
                    default -> ALLOWED;
                };
        reading.error(
                scalar.at(at),
                "F005",
                "%s is no key or pattern of keys: %s".formatted(scalar.describe(), hint));
        return Optional.empty();
    }

    /// Reads one place of a pattern.
    ///
    /// @return its length in the text, 0 if it is none
    private static int place(String text, int at, List<String> places) {
        if (text.startsWith(STAR, at)) {
            places.add("*");
            return STAR.length();
        }
        if (text.startsWith(POUND, at)) {
            places.add("#");
            return POUND.length();
        }
        char c = text.charAt(at);
        if (c == '[') return choice(text, at, places);
        String keys =
                switch (c) {
                    case 'X' -> "0123456789";
                    case 'Z' -> "123456789";
                    case 'N' -> "23456789";
                    default -> c >= '0' && c <= '9' ? String.valueOf(c) : "";
                };
        if (keys.isEmpty()) return 0;
        places.add(keys);
        return 1;
    }

    /// `[2-5]`, `[159]`, `[1-37]`.
    private static int choice(String text, int at, List<String> places) {
        int end = text.indexOf(']', at);
        if (end < 0) return 0;
        boolean[] chosen = new boolean[10];
        int i = at + 1;
        while (i < end) {
            int first = text.charAt(i) - '0';
            boolean isRange = i + 2 < end && text.charAt(i + 1) == '-';
            int last = isRange ? text.charAt(i + 2) - '0' : first;
            if (first < 0 || last > 9 || first > last || last < 0) return 0;
            for (int digit = first; digit <= last; digit++) chosen[digit] = true;
            i += isRange ? 3 : 1;
        }
        StringBuilder keys = new StringBuilder();
        for (int digit = 0; digit < 10; digit++) if (chosen[digit]) keys.append(digit);
        if (keys.isEmpty()) return 0;
        places.add(keys.toString());
        return end + 1 - at;
    }

    /// A single key: `0`-`9`, `star`, `pound`.
    Optional<Character> key(YamlNode node, String what) {
        if (node instanceof YamlScalar scalar) {
            switch (scalar.text()) {
                case STAR -> {
                    return Optional.of('*');
                }
                case POUND -> {
                    return Optional.of('#');
                }
                default -> {
                    boolean isDigit =
                            scalar.text().length() == 1 && ALL.indexOf(scalar.text()) >= 0;
                    if (isDigit && Character.isDigit(scalar.text().charAt(0)))
                        return Optional.of(scalar.text().charAt(0));
                }
            }
        }
        Scalars.wrongType(node, what, "one key: 0-9, star or pound", reading.problems);
        return Optional.empty();
    }

    /// A key that may be switched off with `none`.
    Optional<Character> keyOrNone(Fields fields, String name, Optional<Character> otherwise) {
        Optional<YamlNode> node = fields.node(name);
        if (node.isEmpty()) return otherwise;
        if (node.get() instanceof YamlScalar scalar && scalar.text().equals("none"))
            return Optional.empty();
        return key(node.get(), fields.what(name));
    }

    /// `end_key` and `clear_key`.
    Step.Ending ending(Fields fields, boolean withClearKey) {
        Optional<Character> endKey = keyOrNone(fields, "end_key", Optional.of('#'));
        Optional<Character> clearKey =
                withClearKey ? keyOrNone(fields, "clear_key", Optional.empty()) : Optional.empty();
        if (endKey.isPresent() && endKey.equals(clearKey)) {
            Position position = fields.node("clear_key").orElseThrow().position();
            reading.error(
                    position,
                    "F023",
                    "`end_key` and `clear_key` are both %s; a key can have one meaning"
                            .formatted(written(endKey.get())));
        }
        return new Step.Ending(endKey, clearKey);
    }
}
