package antiphon.ivr.flow;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.ivr.yaml.Problem;
import antiphon.ivr.yaml.Problems;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Flows with random mistakes: the parser answers with problems or a flow, and never throws.
final class FlowMutationTest {
    private static final int FLOWS = 10_000;
    private static final long SEED = 20_261_122L;

    private static final String[] PIECES = {
        "menu",
        "play",
        "go: start",
        "- ",
        "hang_up",
        "${",
        "}",
        "{",
        "[",
        "]",
        ": ",
        "#",
        "*",
        "&",
        "\"",
        "'",
        "\n",
        "  ",
        "\t",
        "3s",
        "99999999999999999999",
        "-1",
        "null",
        "~",
        "again",
        "back",
        "when: ",
        "on_error: ",
        "vars: {a: 1}",
        "call: main",
        "X",
        "é",
        "😀",
        "\u0000",
        "a: b: c",
        "with: {x: \"${now}\"}",
        "secret: true",
        "<<: ",
        "? ",
        "|",
        ">",
        "collect: ",
        "{1: a}",
        "!x"
    };

    @Test
    void noMutationMakesTheParserThrow() {
        Random random = new Random(SEED);
        List<String> originals = new ArrayList<>();
        for (String name : ExampleFlowsTest.NAMES)
            originals.add(new String(ExampleFlowsTest.bytes(name), StandardCharsets.UTF_8));
        Map<String, Flow> survivors = new TreeMap<>();
        CheckContext context = Contexts.lenient();
        for (int i = 0; i < FLOWS; i++) {
            String text = mutate(originals.get(random.nextInt(originals.size())), random);
            ParsedFlow parsed = FlowParser.parse("flows/f" + i + ".yaml", text, context);
            assertThat(parsed.flow().isPresent()).as(text).isEqualTo(!parsed.hasErrors());
            assertThat(parsed.problems().size()).isLessThanOrEqualTo(Problems.PROBLEMS_MAX + 1);
            for (Problem problem : parsed.problems()) {
                assertThat(problem.position().line()).isBetween(1, text.split("\n", -1).length + 1);
                assertThat(problem.position().column()).isPositive();
            }
            parsed.flow().ifPresent(flow -> survivors.put(flow.name(), flow));
        }
        assertThat(survivors.size()).isBetween(FLOWS / 100, FLOWS - FLOWS / 100);
        assertThat(FlowChecker.check(survivors, context)).isNotEmpty();
    }

    private static String mutate(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(5)) {
                case 0 -> mutated.deleteCharAt(at);
                case 1 -> mutated.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 2 -> mutated.setCharAt(at, (char) (' ' + random.nextInt(95)));
                case 3 -> deleteLine(mutated, at);
                default -> repeatLine(mutated, at);
            }
            if (mutated.isEmpty()) mutated.append(' ');
        }
        return mutated.toString();
    }

    private static void deleteLine(StringBuilder text, int at) {
        int start = text.lastIndexOf("\n", at) + 1;
        int end = text.indexOf("\n", at);
        text.delete(Math.min(start, text.length()), end < 0 ? text.length() : Math.max(start, end));
    }

    private static void repeatLine(StringBuilder text, int at) {
        int start = text.lastIndexOf("\n", at) + 1;
        int end = text.indexOf("\n", at);
        if (end > start) text.insert(start, text.substring(start, end) + "\n");
    }
}
