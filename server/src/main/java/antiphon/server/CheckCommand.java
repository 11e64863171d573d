package antiphon.server;

import picocli.CommandLine.Command;

@Command(name = "check", description = "x")
final class CheckCommand extends Verb {
    @Override
    public Integer call() {
        return 0;
    }
}
