package antiphon.server;

import picocli.CommandLine.Command;

@Command(name = "version", description = "Print the version.")
final class VersionCommand extends Verb {
    @Override
    public Integer call() {
        out().println(new Version().getVersion()[0]);
        return Main.DONE;
    }
}
