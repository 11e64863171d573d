package antiphon.bench;

import antiphon.bench.load.LoadCommands;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// `./antiphon bench`: load on a server, over the wire.
public final class Main {
    private static final int WRONG_USAGE = 2;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        CommandLine line = new CommandLine(new LoadCommands());
        line.setParameterExceptionHandler((wrong, _) -> complain(wrong));
        if (arguments.length == 0) {
            line.usage(line.getErr());
            return WRONG_USAGE;
        }
        return line.execute(arguments);
    }

    private static int complain(ParameterException wrong) {
        CommandLine line = wrong.getCommandLine();
        line.getErr()
                .printf(
                        "%s: %s (see %1$s --help)%n",
                        line.getCommandSpec().qualifiedName(), wrong.getMessage());
        line.getErr().flush();
        return WRONG_USAGE;
    }
}
