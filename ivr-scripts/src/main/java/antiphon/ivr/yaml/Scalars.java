package antiphon.ivr.yaml;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a node as a value of one kind, or reports what it is instead.
public final class Scalars {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m|h)");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

    private Scalars() {}

    public static Optional<String> text(YamlNode node, String what, Problems problems) {
        if (node instanceof YamlScalar scalar && !scalar.isNothing())
            return Optional.of(scalar.text());
        wrongType(node, what, "text", problems);
        return Optional.empty();
    }

    public static Optional<Integer> number(
            YamlNode node, String what, int min, int max, Problems problems) {
        if (!(node instanceof YamlScalar scalar) || !NUMBER.matcher(scalar.text()).matches()) {
            wrongType(node, what, "a whole number from " + min + " to " + max, problems);
            return Optional.empty();
        }
        long number = Long.parseLong(scalar.text());
        if (number >= min && number <= max) return Optional.of((int) number);
        problems.error(
                node.position(),
                "Y018",
                "%s must be from %d to %d, found %d".formatted(what, min, max, number));
        return Optional.empty();
    }

    public static Optional<Boolean> bool(YamlNode node, String what, Problems problems) {
        if (node instanceof YamlScalar scalar && scalar.style() == YamlScalar.Style.PLAIN) {
            if (scalar.text().equals("true")) return Optional.of(true);
            if (scalar.text().equals("false")) return Optional.of(false);
        }
        wrongType(node, what, "true or false", problems);
        return Optional.empty();
    }

    /// A time with its unit: `500ms`, `3s`, `1.5s`, `2m`, `1h`.
    public static Optional<Duration> duration(
            YamlNode node, String what, Duration min, Duration max, Problems problems) {
        if (!(node instanceof YamlScalar scalar) || scalar.isNothing()) {
            wrongType(node, what, "a time such as 3s or 500ms", problems);
            return Optional.empty();
        }
        Optional<Duration> duration = duration(scalar.text());
        if (duration.isEmpty()) {
            boolean bare = NUMBER.matcher(scalar.text()).matches();
            problems.error(
                    node.position(),
                    "Y017",
                    bare
                            ? "%s has no unit: write %ss or %sms (units are ms, s, m, h)"
                                    .formatted(what, scalar.text(), scalar.text())
                            : "%s must be a time such as 3s or 500ms (units are ms, s, m, h), found %s"
                                    .formatted(what, scalar.describe()));
            return Optional.empty();
        }
        if (duration.get().compareTo(min) >= 0 && duration.get().compareTo(max) <= 0)
            return duration;
        problems.error(
                node.position(),
                "Y018",
                "%s must be from %s to %s, found %s"
                        .formatted(what, written(min), written(max), scalar.text()));
        return Optional.empty();
    }

    /// Reads `3s`; empty if it is no time.
    public static Optional<Duration> duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) return Optional.empty();
        long unitMillis =
                switch (matcher.group(2)) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    case "m" -> 60_000;
                    default -> 3_600_000;
                };
        BigDecimal millis =
                new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unitMillis));
        return Optional.of(Duration.ofMillis(millis.longValue()));
    }

    /// As a person writes it: `1.5s`, `3m`.
    public static String written(Duration duration) {
        long millis = duration.toMillis();
        if (millis != 0 && millis % 3_600_000 == 0) return millis / 3_600_000 + "h";
        if (millis != 0 && millis % 60_000 == 0) return millis / 60_000 + "m";
        if (millis % 1_000 == 0) return millis / 1_000 + "s";
        if (millis < 1_000) return millis + "ms";
        return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString() + "s";
    }

    public static Optional<String> word(
            YamlNode node, String what, Collection<String> allowed, Problems problems) {
        Optional<String> text = text(node, what, problems);
        if (text.isEmpty() || allowed.contains(text.get())) return text;
        problems.error(
                node.position(),
                "Y019",
                "%s must be one of %s, found %s%s"
                        .formatted(
                                what,
                                String.join(", ", allowed),
                                node.describe(),
                                Nearest.hint(text.get(), allowed)));
        return Optional.empty();
    }

    public static Optional<YamlMap> map(YamlNode node, String what, Problems problems) {
        if (node instanceof YamlMap map) return Optional.of(map);
        wrongType(node, what, "a map (key: value)", problems);
        return Optional.empty();
    }

    public static Optional<YamlList> list(YamlNode node, String what, Problems problems) {
        if (node instanceof YamlList list) return Optional.of(list);
        wrongType(node, what, "a list (lines that start with `- `)", problems);
        return Optional.empty();
    }

    public static void wrongType(YamlNode node, String what, String wanted, Problems problems) {
        problems.error(
                node.position(),
                "Y015",
                "%s must be %s, found %s".formatted(what, wanted, node.describe()));
    }
}
