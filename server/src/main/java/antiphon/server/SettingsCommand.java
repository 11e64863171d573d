package antiphon.server;

import antiphon.server.settings.Settings;
import picocli.CommandLine.Command;

@Command(
        name = "settings",
        description = {
            "Print every setting with its default, unit and reason: a file to start from.",
            "antiphon settings > antiphon.yaml"
        })
final class SettingsCommand extends Verb {
    @Override
    public Integer call() {
        out().print(Settings.reference());
        out().flush();
        return Main.DONE;
    }
}
