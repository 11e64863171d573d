package antiphon.server;

import picocli.CommandLine.Command;

@Command(name = "flow", description = "x")
final class FlowCommand extends Verb {
    @Override
    public Integer call() {
        return 0;
    }
}
