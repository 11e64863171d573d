package antiphon.server;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Verbs that the launcher `./antiphon` carries out itself, listed here so that the help names
/// them.
final class LauncherVerbs {
    private LauncherVerbs() {}

    @Command(
            name = "test",
            description = "Everything that must pass: checks, tests, real SIP clients, browser.")
    static final class Test extends LauncherVerb {}

    @Command(
            name = "bench",
            description = "The load generator: calls, rooms, music and deposits, measured.")
    static final class Bench extends LauncherVerb {}

    abstract static class LauncherVerb extends Verb {
        @Parameters(hidden = true, arity = "0..*")
        private String[] ignored = {};

        @Override
        public Integer call() {
            err().println(
                            "antiphon: `%s` needs the launcher: ./antiphon %1$s %s"
                                    .formatted(name(), String.join(" ", ignored))
                                    .strip());
            return Main.WRONG_USE;
        }
    }
}
