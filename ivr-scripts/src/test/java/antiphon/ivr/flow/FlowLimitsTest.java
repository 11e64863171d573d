package antiphon.ivr.flow;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.ivr.yaml.Problem;
import antiphon.ivr.yaml.Problems;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FlowLimitsTest {
    private static final String HEAD = "title: T\nlanguages: [en]\n";

    @Test
    void aFlowHasFiveHundredNodesAtMost() {
        String last = "  n499: [hang_up]\n";
        String nodes = lines(499, "  n%d: [{wait: 1s}, {go: n%d}]\n", 1) + last;
        String start = HEAD + "nodes:\n" + nodes.replaceFirst("  n0:", "  start:");
        assertThat(parse(start).flow()).isPresent();
        assertThat(codes(start + "  more: [hang_up]\n")).contains("4:3 F008");
    }

    @Test
    void aFlowHasSixtyFourVariablesAtMost() {
        String vars = HEAD + "vars:\n" + lines(64, "  v%d: 1\n", 0);
        assertThat(codes(vars + "nodes: {start: [hang_up]}\n"))
                .noneMatch(code -> code.endsWith("F008"));
        assertThat(codes(vars + "  more: 1\nnodes: {start: [hang_up]}\n")).contains("4:3 F008");
    }

    @Test
    void aFlowHasFiveThousandStepsAtMost() {
        String steps = HEAD + "nodes:\n  start:\n" + "    - answer\n".repeat(5_000);
        assertThat(codes(steps)).isEmpty();
        assertThat(codes(steps + "    - hang_up\n")).containsExactly("5005:7 F008");
    }

    @Test
    void aFlowHasTwoThousandExpressionsAtMost() {
        String steps =
                HEAD
                        + "nodes:\n  start:\n"
                        + "    - play: {digits: \"${pressed}\"}\n".repeat(2_001);
        assertThat(codes(steps + "    - hang_up\n")).containsExactly("2005:22 F008");
    }

    @Test
    void tooManyMistakesEndWithAWordAboutThat() {
        List<Problem> problems =
                parse(HEAD + "nodes:\n  start:\n" + "    - go: nowhere\n".repeat(4_000)).problems();
        assertThat(problems).hasSize(Problems.PROBLEMS_MAX + 1);
        assertThat(problems.getLast().code()).isEqualTo("Y000");
    }

    @Test
    void aLargeFlowOfManyMistakesIsRefusedSoon() {
        String long64 = "n".repeat(60);
        String nodes = lines(450, "  " + long64 + "%d: [{go: " + long64 + "x%d}]\n", 0);
        // Processor time: the machine may have other work.
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        assertThat(parse(HEAD + "nodes:\n" + nodes).flow()).isEmpty();
        long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        assertThat(Duration.ofNanos(spent)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        byte[] latin = (HEAD + "note: caf\u00e9\n").getBytes(StandardCharsets.ISO_8859_1);
        ParsedFlow parsed = FlowParser.parse("flows/main.yaml", latin, Contexts.lenient());
        assertThat(parsed.problems().getFirst().toString())
                .startsWith("flows/main.yaml:3:10: error Y001: ");
    }

    @Test
    void aFileThatIsNoNameIsRefused() {
        ParsedFlow parsed =
                FlowParser.parse(
                        "flows/Main Menu.yaml",
                        HEAD + "nodes: {start: [hang_up]}\n",
                        Contexts.lenient());
        assertThat(parsed.problems().getFirst().toString())
                .startsWith("flows/Main Menu.yaml:1:1: error F009: ");
    }

    private static String lines(int count, String line, int ahead) {
        return IntStream.range(0, count)
                .mapToObj(i -> line.formatted(i, i + ahead))
                .collect(Collectors.joining());
    }

    private static ParsedFlow parse(String text) {
        return FlowParser.parse("f.yaml", text, Contexts.lenient());
    }

    private static List<String> codes(String text) {
        return parse(text).problems().stream()
                .map(problem ->
                        problem.position().line()
                                + ":"
                                + problem.position().column()
                                + " "
                                + problem.code())
                .toList();
    }
}
