package antiphon.server;

import antiphon.ivr.simulation.FlowTests.Report;
import antiphon.ivr.simulation.FlowTests.Result;
import antiphon.ivr.yaml.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `antiphon flow ...`: flows on a virtual clock, without a server.
@Command(
        name = "flow",
        description = "Check and test flows, without a server and without a phone.",
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        optionListHeading = "%nOptions:%n",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {FlowCommand.Test.class, FlowCommand.Check.class})
final class FlowCommand {

    @Command(
            name = "test",
            description = {
                "Run flow tests (*.test.yaml): calls on a virtual clock, in milliseconds.",
                "Exit code 1 if one fails."
            })
    static final class Test extends Verb {
        @Mixin private final ConfigOption config = new ConfigOption();

        @Parameters(
                paramLabel = "FILE",
                arity = "0..*",
                description =
                        "Flow and test files, or folders of them; else the tests of the flows we ship.")
        private List<Path> files = List.of();

        @Override
        public Integer call() {
            var flows = new OfflineFlows(config.read(), files);
            List<Problem> errors = flows.check().stream().filter(Problem::isError).toList();
            errors.forEach(out()::println);
            Map<String, Report> reports = flows.test();
            long failed = errors.size();
            long passed = 0;
            for (var entry : reports.entrySet()) {
                entry.getValue().problems().forEach(out()::println);
                failed += entry.getValue().problems().stream().filter(Problem::isError).count();
                for (Result result : entry.getValue().results()) {
                    out().println(line(entry.getKey(), result));
                    if (result.passed()) passed++;
                    else failed++;
                }
            }
            out().printf("%d passed, %d failed%n", passed, failed);
            out().flush();
            return failed == 0 && passed > 0 ? Main.DONE : Main.FAILED;
        }

        private static String line(String file, Result result) {
            String calls = result.calls() > 1 ? " (" + result.calls() + " calls)" : "";
            return result.fault()
                    .map(fault -> "FAILED  " + file + ": " + result.name() + "\n" + fault)
                    .orElse("passed  " + file + ": " + result.name() + calls);
        }
    }

    @Command(
            name = "check",
            description = "Check flow files, and say file, line and column of whatever is wrong.")
    static final class Check extends Verb {
        @Mixin private final ConfigOption config = new ConfigOption();

        @Parameters(
                paramLabel = "FILE",
                arity = "1..*",
                description = "Flow files, or folders of them.")
        private List<Path> files = List.of();

        @Override
        public Integer call() {
            var flows = new OfflineFlows(config.read(), files);
            boolean wrong = false;
            for (Problem problem : flows.check()) {
                out().println(problem);
                wrong |= problem.isError();
            }
            out().printf(
                            "%s: %d flows%n",
                            wrong ? "there are errors" : "all is well", flows.fileCount());
            out().flush();
            return wrong ? Main.FAILED : Main.DONE;
        }
    }
}
