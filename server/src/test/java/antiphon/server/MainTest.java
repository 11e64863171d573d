package antiphon.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The command line as a person meets it.
final class MainTest {
    private record Result(int code, String out, String err) {}

    private static Result antiphon(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.execute(arguments, new PrintWriter(out), new PrintWriter(err));
        return new Result(code, out.toString(), err.toString());
    }

    @Test
    void theHelpNamesEveryVerb() {
        Result help = antiphon("--help");

        assertThat(help.code()).isZero();
        assertThat(help.out())
                .contains("run ", "test ", "bench ", "check ", "flow ", "settings ", "version ");
    }

    @Test
    void withoutAVerbTheHelpIsShown() {
        assertThat(antiphon().out()).isEqualTo(antiphon("--help").out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"run", "check", "flow", "flow test", "flow check", "settings", "version"})
    void eachVerbExplainsItself(String verb) {
        Result help = antiphon((verb + " --help").split(" "));

        assertThat(help.code()).isZero();
        assertThat(help.out()).startsWith("Usage: antiphon " + verb).contains("--help");
        assertThat(help.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "version"})
    void theVersionIsOneLine(String word) {
        assertThat(antiphon(word).out()).matches("antiphon \\d+\\.\\d+\\.\\S+, Java 25\\S*\\R");
    }

    @ParameterizedTest
    @CsvSource({
        "--bad,           'antiphon: unknown option: --bad (see antiphon --help)'",
        "walk,            'antiphon: unknown argument: walk (see antiphon --help)'",
        "run --bad,       'antiphon run: unknown option: --bad (see antiphon run --help)'",
        "check --bad=1,   'antiphon check: unknown option: --bad=1 (see antiphon check --help)'",
        "flow test --bad, 'antiphon flow test: unknown option: --bad (see antiphon flow test --help)'",
        "run --config,    'antiphon run: Missing required parameter for option ''--config'' (FILE) (see antiphon run --help)'",
    })
    void aWrongUseIsToldInOneLineAndTheExitCodeIs2(String line, String message) {
        Result result = antiphon(line.split(" "));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).isEqualTo(message + System.lineSeparator());
        assertThat(result.out()).isEmpty();
    }

    @Test
    void aWrongSettingStopsTheStartWithExitCode2(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("my.yaml"), "sip:\n  port: sixty\n");

        Result result = antiphon("run", "--config", file.toString());

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo(
                        "antiphon: "
                                + file
                                + ":2:9: sip.port: \"sixty\" is wrong; allowed: a whole number from 1 to 65535"
                                + System.lineSeparator());
    }

    @Test
    void theSettingsThatArePrintedCanBeReadAgain(@TempDir Path folder) throws IOException {
        String settings = antiphon("settings").out();
        Path file = Files.writeString(folder.resolve("all.yaml"), settings);

        assertThat(settings).contains("# Settings of Antiphon", "port: 5060");
        assertThat(antiphon("check", "--config", file.toString()).code()).isZero();
    }

    private static final String CALLER =
            "title: Caller\nlanguages: [en]\nnodes:\n  start: [{call: zebra}, hang_up]\n";
    private static final String CALLED =
            "title: Called\nlanguages: [en]\nnodes:\n  start: [{play: welcome}]\n";

    @Test
    void flowsThatCallEachOtherAreCheckedTogetherInWhateverOrderTheyCome(@TempDir Path folder)
            throws IOException {
        Files.writeString(folder.resolve("apple.yaml"), CALLER);
        Files.writeString(folder.resolve("zebra.yaml"), CALLED);
        assertThat(antiphon("check", folder.toString()).out()).startsWith("all is well");

        Path zebra = Files.writeString(folder.resolve("zebra.yaml"), CALLER);
        Result result = antiphon("check", folder.toString());

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains(zebra + ":4:", "F019");
        assertThat(antiphon("flow", "check", folder.toString()).code()).isEqualTo(1);
    }

    @Test
    void aCallOfAFlowThatDoesNotExistFailsTheCheck(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("apple.yaml"), CALLER);
        Result result = antiphon("check", folder.toString());

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains(file + ":4:", "F018");
    }

    @Test
    void aFlowInAnotherEncodingIsNamedWithItsPlace(@TempDir Path folder) throws IOException {
        Path file =
                Files.write(
                        folder.resolve("latin.yaml"),
                        "title: Gr\u00fc\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1));
        Result result = antiphon("check", folder.toString());

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains(file + ":1:10: error Y001");
    }
}
