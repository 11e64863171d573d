package antiphon.server.settings;

import java.time.Duration;

/// Durations as people write them in the settings: `500ms`, `3s`, `2m`, `1h`.
final class Durations {
    private Durations() {}

    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) return millis + "ms";
        long seconds = millis / 1000;
        if (seconds % 3600 == 0 && seconds > 0) return seconds / 3600 + "h";
        if (seconds % 60 == 0 && seconds > 0) return seconds / 60 + "m";
        return seconds + "s";
    }
}
