package antiphon.server;

import antiphon.ivr.yaml.Problem;
import antiphon.server.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        description = {
            "Check settings, flows and prompts, and say file and line of whatever is wrong.",
            "Exit code 1 if there is an error; warnings alone are none. Nothing is started or changed.",
            "Flows saved over the API are checked when they are saved and when the server starts."
        })
final class CheckCommand extends Verb {
    private static final Path FLOWS_HERE = Path.of("flows");

    @Mixin private final ConfigOption config = new ConfigOption();

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Flow files or folders of them; else the folder flows if there is one.")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        Settings settings = config.read();
        Settings.unknownVariables(System.getenv())
                .forEach(line -> out().println("warning: " + line));
        List<Path> paths = files;
        if (paths.isEmpty() && Files.isDirectory(FLOWS_HERE)) paths = List.of(FLOWS_HERE);
        var flows = new OfflineFlows(settings, paths);
        int errors = 0;
        for (Problem problem : flows.check()) {
            out().println(problem);
            if (problem.isError()) errors++;
        }
        for (String broken : flows.brokenPrompts()) {
            out().println(broken);
            errors++;
        }
        out().printf(
                        "%s: settings, %d flows, %d prompts%n",
                        errors == 0 ? "all is well" : errors + (errors == 1 ? " error" : " errors"),
                        flows.flowCount(),
                        flows.promptCount());
        out().flush();
        return errors == 0 ? Main.DONE : Main.FAILED;
    }
}
