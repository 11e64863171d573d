package antiphon.server;

import antiphon.server.settings.Settings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--config FILE`, for every verb that needs the settings.
final class ConfigOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = {
                "Settings file; else ./antiphon.yaml, else the defaults.",
                "`antiphon settings` prints them all."
            })
    private @Nullable Path file;

    Settings read() {
        return Settings.read(file, System.getenv());
    }
}
