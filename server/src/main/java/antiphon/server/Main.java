package antiphon.server;

import antiphon.server.settings.SettingsException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line. Exit codes: 0 done, 1 it failed, 2 the command line or a setting is wrong.
@Command(
        name = "antiphon",
        description = "SIP media server: IVR, voicemail, conferencing and music on hold.",
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        optionListHeading = "%nOptions:%n",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            RunCommand.class,
            LauncherVerbs.Test.class,
            LauncherVerbs.Bench.class,
            CheckCommand.class,
            FlowCommand.class,
            SettingsCommand.class,
            VersionCommand.class
        },
        footer = {"", "antiphon VERB --help tells more."})
public final class Main {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USE = 2;

    private Main() {}

    public static void main(String[] args) {
        System.exit(execute(args, out(System.out), out(System.err)));
    }

    static int execute(String[] args, PrintWriter out, PrintWriter err) {
        var line = new CommandLine(new Main());
        line.setOut(out).setErr(err);
        line.setExecutionStrategy(Main::runVerb);
        line.setParameterExceptionHandler(Main::wrongUse);
        line.setExecutionExceptionHandler(Main::failed);
        return line.execute(args);
    }

    /// Without a verb there is nothing to do but to explain.
    private static int runVerb(ParseResult parsed) {
        List<CommandLine> commands = parsed.asCommandLineList();
        CommandLine last = commands.getLast();
        boolean explained = last.isUsageHelpRequested() || last.isVersionHelpRequested();
        if (!explained && !(last.getCommand() instanceof Callable)) {
            last.usage(last.getOut());
            return commands.size() == 1 ? DONE : WRONG_USE;
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int wrongUse(ParameterException e, String[] args) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        String problem = firstLine(e);
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().getFirst();
            problem = (word.startsWith("-") ? "unknown option: " : "unknown argument: ") + word;
        }
        e.getCommandLine()
                .getErr()
                .println(command + ": " + problem + " (see " + command + " --help)");
        return WRONG_USE;
    }

    private static int failed(Exception e, CommandLine command, ParseResult parsed)
            throws Exception {
        int code = e instanceof SettingsException ? WRONG_USE : FAILED;
        if (code == FAILED && !(e instanceof StartFailure)) throw e;
        command.getErr().println("antiphon: " + firstLine(e));
        return code;
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static PrintWriter out(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
