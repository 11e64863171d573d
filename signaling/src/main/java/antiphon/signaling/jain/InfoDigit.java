package antiphon.signaling.jain;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The key in an INFO body: `application/dtmf-relay` (`Signal=5`) or `application/dtmf` (`5`).
///
/// @param understood whether it is one of the two types
/// @param key 0 if the body names none
record InfoDigit(boolean understood, char key) {
    private static final InfoDigit UNKNOWN_TYPE = new InfoDigit(false, (char) 0);
    private static final InfoDigit NONE = new InfoDigit(true, (char) 0);
    private static final String KEYS = "0123456789*#ABCD";

    static InfoDigit of(String contentType, byte[] body) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        String text = new String(body, StandardCharsets.ISO_8859_1);
        return switch (type) {
            case "application/dtmf" -> key(text.strip());
            case "application/dtmf-relay" -> relay(text);
            default -> UNKNOWN_TYPE;
        };
    }

    private static InfoDigit relay(String text) {
        for (String line : text.split("\r?\n")) {
            int equals = line.indexOf('=');
            if (equals > 0 && line.substring(0, equals).strip().equalsIgnoreCase("Signal")) {
                return key(line.substring(equals + 1).strip());
            }
        }
        return NONE;
    }

    private static InfoDigit key(String signal) {
        String name =
                switch (signal) {
                    case "10" -> "*";
                    case "11" -> "#";
                    default -> signal.toUpperCase(Locale.ROOT);
                };
        return name.length() == 1 && KEYS.contains(name)
                ? new InfoDigit(true, name.charAt(0))
                : NONE;
    }
}
