package antiphon.ivr.flow;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.ivr.yaml.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Reads problems.txt: one wrong flow after the other, with what must be said about it.
final class FlowProblemsTest {
    private static final String HEAD =
            """
            title: T
            languages: [en]
            vars: {text: "", count: 0, done: false, take: none}
            nodes:
              start:
            """;

    private static final Map<String, String> PROMPTS =
            Map.of(
                    "en/welcome", "Welcome.",
                    "de/welcome", "Willkommen.",
                    "de/nur-deutsch", "Nur auf Deutsch.",
                    "en/press-12", "For sales press one, for support press 2.",
                    "en/your-pin", "Please enter your PIN.",
                    "en/p", "",
                    "en/m", "",
                    "en/q", "");

    /// @param place `line:column: severity CODE`
    record Wrong(String place, String message, String text) {}

    static List<Wrong> table() throws IOException {
        try (InputStream in = FlowProblemsTest.class.getResourceAsStream("problems.txt")) {
            if (in == null) throw new IOException("problems.txt is missing");
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<Wrong> table = new ArrayList<>();
            for (String block : all.split("(?m)^=== ")) {
                if (block.startsWith("#")) continue;
                String first = block.substring(0, block.indexOf('\n'));
                String text = block.substring(first.length() + 1);
                int message = first.indexOf(": ", first.indexOf(": ") + 2);
                table.add(
                        new Wrong(
                                first.substring(0, message),
                                first.substring(message + 2),
                                text.startsWith("- ") ? HEAD + text.indent(4) : text));
            }
            return table;
        }
    }

    @ParameterizedTest
    @MethodSource("table")
    void aWrongFlowIsRefusedWhereItIsWrong(Wrong wrong) {
        ParsedFlow parsed = FlowParser.parse("f.yaml", wrong.text(), Contexts.with(PROMPTS));
        List<String> problems = parsed.problems().stream().map(Problem::toString).toList();
        assertThat(problems)
                .anySatisfy(problem ->
                        assertThat(problem)
                                .startsWith("f.yaml:" + wrong.place() + ": ")
                                .contains(wrong.message()));
        assertThat(parsed.flow().isPresent()).isEqualTo(!parsed.hasErrors());
        if (wrong.place().contains(" error "))
            assertThat(problems)
                    .as("one mistake gives one error")
                    .filteredOn(problem -> problem.contains(": error "))
                    .hasSize(1);
    }
}
