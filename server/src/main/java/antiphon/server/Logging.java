package antiphon.server;

import antiphon.server.settings.Settings.LogLevel;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/// The log: standard error, one line for each event (`logback.xml`), at the level of the settings.
final class Logging {
    private Logging() {}

    static void level(LogLevel level) {
        if (LoggerFactory.getLogger("antiphon") instanceof Logger logger) {
            logger.setLevel(Level.valueOf(level.name()));
        }
    }
}
