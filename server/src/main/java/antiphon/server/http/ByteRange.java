package antiphon.server.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a `Range` header asks for (RFC 9110 §14.1.2). Several ranges at once are answered with the
/// whole, as §14.2 allows.
sealed interface ByteRange {
    Pattern ONE_RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    record Whole() implements ByteRange {}

    /// Both ends are included.
    record Part(long first, long last) implements ByteRange {}

    record Unsatisfiable() implements ByteRange {}

    static ByteRange of(@Nullable String header, long size) {
        if (header == null) return new Whole();
        Matcher range = ONE_RANGE.matcher(header.strip());
        if (!range.matches()) return new Whole();
        String first = range.group(1);
        String last = range.group(2);
        if (first.isEmpty() && last.isEmpty()) return new Whole();
        if (first.isEmpty()) { // the last so many bytes
            long count = Math.min(Long.parseLong(last), size);
            return count == 0 ? new Unsatisfiable() : new Part(size - count, size - 1);
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? size - 1 : Math.min(Long.parseLong(last), size - 1);
        if (!last.isEmpty() && Long.parseLong(last) < from) return new Whole();
        return from >= size ? new Unsatisfiable() : new Part(from, to);
    }
}
