package antiphon.server.settings;

import antiphon.ivr.yaml.Scalars;
import antiphon.server.settings.Settings.PortRange;
import antiphon.signaling.Cidr;
import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One setting as somebody wrote it, and the place to name when it is wrong.
///
/// @param place `antiphon.yaml:3: sip.port` or `environment variable ANTIPHON_SIP_PORT`
/// @param items one text, or several if it was written as a list
/// @param secret never to be repeated in a message
record Value(String place, List<String> items, boolean secret) {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})(KB|MB|GB)");
    private static final Pattern PORT_RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");
    private static final Pattern POSTGRES_URL = Pattern.compile("jdbc:postgresql://[^/\\s]*/\\S+");
    private static final int PORT_MAX = 65535;

    String text() {
        if (items.size() != 1) throw wrong("one value, not a list");
        return items.getFirst();
    }

    boolean isEmpty() {
        return items.stream().allMatch(String::isEmpty);
    }

    /// A list, or one text with its parts set apart by commas or blanks, as in the environment.
    List<String> texts() {
        return items.stream()
                .flatMap(item -> Arrays.stream(item.split("[,\\s]+")))
                .filter(item -> !item.isEmpty())
                .toList();
    }

    String nonEmptyText(String allowed) {
        String text = text();
        if (text.isBlank()) throw wrong(allowed);
        return text;
    }

    int integer(int min, int max) {
        String allowed = "a whole number from " + min + " to " + max;
        try {
            int number = Integer.parseInt(text());
            if (number < min || number > max) throw wrong(allowed);
            return number;
        } catch (NumberFormatException _) {
            throw wrong(allowed);
        }
    }

    int port() {
        return integer(1, PORT_MAX);
    }

    /// A port, or 0 for any that is free.
    int portOrAny() {
        return integer(0, PORT_MAX);
    }

    PortRange portRange() {
        String allowed =
                "two ports from 1024 to 65535 as MIN-MAX, MIN even, at least one pair: 10000-19999";
        Matcher range = PORT_RANGE.matcher(text());
        if (!range.matches()) throw wrong(allowed);
        int min = Integer.parseInt(range.group(1));
        int max = Integer.parseInt(range.group(2));
        if (min < 1024 || max > PORT_MAX || min % 2 != 0 || max <= min) throw wrong(allowed);
        return new PortRange(min, max);
    }

    InetAddress address() {
        try {
            return InetAddress.ofLiteral(text());
        } catch (IllegalArgumentException _) {
            throw wrong("an IPv4 or IPv6 address in figures, as 0.0.0.0 or ::1");
        }
    }

    @Nullable InetAddress addressOrNull() {
        return isEmpty() ? null : address();
    }

    List<Cidr> cidrs() {
        return texts().stream().map(this::cidr).toList();
    }

    private Cidr cidr(String text) {
        try {
            return Cidr.parse(text);
        } catch (IllegalArgumentException _) {
            throw wrong(text, "networks as 10.0.0.0/8 or single addresses as 192.0.2.7 or ::1");
        }
    }

    Duration duration(Duration min, Duration max) {
        String allowed =
                "a time with its unit (ms, s, m, h) from "
                        + Scalars.written(min)
                        + " to "
                        + Scalars.written(max);
        Duration value = Scalars.duration(text()).orElseThrow(() -> wrong(allowed));
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) throw wrong(allowed);
        return value;
    }

    /// A size in bytes.
    long bytes(long min, long max) {
        String allowed =
                "a size with its unit (KB, MB, GB) from "
                        + (min >> 10)
                        + "KB to "
                        + (max >> 20)
                        + "MB";
        Matcher size = SIZE.matcher(text());
        if (!size.matches()) throw wrong(allowed);
        int shift =
                switch (size.group(2)) {
                    case "KB" -> 10;
                    case "MB" -> 20;
                    default -> 30;
                };
        long value = Long.parseLong(size.group(1)) << shift;
        if (value < min || value > max) throw wrong(allowed);
        return value;
    }

    Path path() {
        String text = nonEmptyText("a folder");
        try {
            return Path.of(text);
        } catch (InvalidPathException _) {
            throw wrong("a folder");
        }
    }

    <E extends Enum<E>> E oneOf(Class<E> type) {
        try {
            return Enum.valueOf(type, text().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw wrong(
                    "one of "
                            + Stream.of(type.getEnumConstants())
                                    .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(", ")));
        }
    }

    /// The text, or null for nothing.
    @Nullable String orNull() {
        return isEmpty() ? null : text();
    }

    /// A JDBC URL of PostgreSQL, or null for nothing.
    @Nullable String postgresUrl() {
        if (isEmpty()) return null;
        if (!POSTGRES_URL.matcher(text()).matches()) {
            throw wrong("jdbc:postgresql://HOST:PORT/NAME, or nothing for the embedded database");
        }
        return text();
    }

    SettingsException wrong(String allowed) {
        String shown = secret ? "this value" : "\"" + String.join(", ", items) + "\"";
        return new SettingsException(place + ": " + shown + " is wrong; allowed: " + allowed);
    }

    private SettingsException wrong(String part, String allowed) {
        return new SettingsException(place + ": \"" + part + "\" is wrong; allowed: " + allowed);
    }
}
