package antiphon.ivr.yaml;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A file's text with the way from an index to line and column. Immutable.
final class Source {
    private final String file;
    private final String text;
    private final int[] lineStarts;

    /// UTF-16 index of each code point; null where both are the same.
    private final int @Nullable [] indexes;

    Source(String file, String text) {
        this.file = file;
        this.text = text;
        this.lineStarts = lineStarts(text);
        boolean plain = text.chars().noneMatch(unit -> Character.isSurrogate((char) unit));
        this.indexes = plain ? null : indexes(text);
    }

    String text() {
        return text;
    }

    int length() {
        return text.length();
    }

    /// UTF-16 index of a code point of the engine's count.
    int index(int codePoint) {
        if (indexes == null) return Math.clamp(codePoint, 0, text.length());
        return indexes[Math.clamp(codePoint, 0, indexes.length - 1)];
    }

    /// @param index in UTF-16 units
    Position at(int index) {
        int clamped = Math.clamp(index, 0, text.length());
        int found = Arrays.binarySearch(lineStarts, clamped);
        int line = found >= 0 ? found : -found - 2;
        int column = text.codePointCount(lineStarts[line], clamped);
        return new Position(file, line + 1, column + 1);
    }

    private static int[] lineStarts(String text) {
        int[] starts = new int[16];
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends = c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1));
            if (!ends) continue;
            if (count == starts.length) starts = Arrays.copyOf(starts, count * 2);
            starts[count++] = i + 1;
        }
        return Arrays.copyOf(starts, count);
    }

    private static int[] indexes(String text) {
        int[] indexes = new int[text.codePointCount(0, text.length()) + 1];
        int index = 0;
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = index;
            if (index < text.length()) index += Character.charCount(text.codePointAt(index));
        }
        return indexes;
    }
}
