package antiphon.ivr.flow;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.ivr.yaml.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class FlowCheckerTest {
    private static final Map<String, String> PROMPTS =
            Map.of("en/hello", "Hello.", "de/hello", "Hallo.", "en/bye", "Goodbye.");

    private final Map<String, Flow> flows = new TreeMap<>();

    @Test
    void theExamplesFitTogether() {
        for (String name : ExampleFlowsTest.NAMES) flows.put(name, ExampleFlowsTest.flow(name));
        assertThat(FlowChecker.check(flows, Contexts.lenient())).isEmpty();
    }

    @Test
    void aSubFlowMustExist() {
        add("main", "nodes: {start: [{call: ask-acount}, hang_up]}");
        add("ask-account", "nodes: {start: [hang_up]}");
        assertThat(problems())
                .containsExactly(
                        "main.yaml:3:17: error F018: there is no flow \"ask-acount\"; did you mean \"ask-account\"?");
    }

    @Test
    void flowsMustNotCallEachOtherInACircle() {
        add("a", "nodes: {start: [{call: b}, hang_up]}");
        add("b", "nodes: {start: [{call: c}, return]}");
        add("c", "nodes: {start: [{call: a}, return]}");
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith(
                        "c.yaml:3:17: error F019: flows call each other in a circle: a → b → c → a");
    }

    @Test
    void callsMustNotBeDeeperThanTheServerFollows() {
        for (int i = 0; i < 9; i++)
            add("f" + i, "nodes: {start: [{call: f%d}, hang_up]}".formatted(i + 1));
        add("f9", "nodes: {start: [hang_up]}");
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("f8.yaml:3:17: error F019: calls are more than 8 deep: f0 → f1 → f2");
        flows.remove("f0");
        assertThat(problems()).isEmpty();
    }

    @Test
    void inputsAndReturnsMustFit() {
        add(
                "ask",
                """
                inputs: {tries: number, user: text}
                returns: {account: text, found: bool}
                vars: {account: ""}
                nodes: {start: [{return: {account: "${user + string(tries)}", found: true}}]}
                """);
        add(
                "main",
                """
                vars: {account: "", count: 0}
                nodes:
                  start:
                    - {call: ask, with: {tries: 3, user: 1001}, into: account}
                    - {call: ask, with: {tries: many, user: x}}
                    - {call: ask, with: {tries: 3}}
                    - {call: ask, with: {tries: 3, user: "${count}", usr: x}}
                    - {call: ask, with: {tries: 3, user: x}, into: {count: account}}
                    - {call: ask, with: {tries: 3, user: x}, into: {account: acount}}
                    - when: account == ""
                      hang_up:
                    - hang_up
                """);
        assertThat(problems())
                .containsExactly(
                        "main.yaml:7:7: error F020: the input \"tries\" of \"ask\" is a number, but a text is given",
                        "main.yaml:8:7: error F020: the flow \"ask\" needs the input \"user\" (text); give it under `with`",
                        "main.yaml:9:7: error F020: the flow \"ask\" has no input \"usr\"; did you mean \"user\"?",
                        "main.yaml:10:7: error F020: \"count\" is a number, but the flow \"ask\" returns a text",
                        "main.yaml:11:7: error F020: the flow \"ask\" returns no \"acount\"; did you mean \"account\"?");
    }

    @Test
    void aFlowThatNobodyCallsMustSayHowItEnds() {
        add("main", "nodes:\n  start:\n    - play: hello\n");
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("main.yaml:5:7: error F041: the node \"start\" ends here");
    }

    @Test
    void aCalledFlowMayFallOffItsEnd() {
        add("main", "nodes: {start: [{call: greet}, hang_up]}");
        add("greet", "nodes: {start: [{play: hello}]}");
        assertThat(problems()).isEmpty();
    }

    @Test
    void aCallOfAFlowThatAlwaysHangsUpEndsANode() {
        add("main", "nodes: {start: [{call: last-words}]}");
        add("last-words", "nodes: {start: [{play: hello}, {go: end}], end: [hang_up]}");
        assertThat(problems()).isEmpty();
        add("last-words", "nodes: {start: [{play: hello}, {go: end}], end: [return]}");
        assertThat(problems()).singleElement().asString().contains("error F041");
    }

    @Test
    void aCalledFlowNeedsThePromptsOfItsCallersLanguages() {
        add("main", "nodes: {start: [{call: greet}, hang_up]}", "[en, de]");
        add("greet", "nodes: {start: [{play: [hello, bye]}]}", "[en]");
        assertThat(problems())
                .containsExactly(
                        "greet.yaml:3:32: error F032: the prompt \"bye\" is missing in de, which the calling flow \"main\" speaks; record it, or take the language out of `languages`");
    }

    private void add(String name, String body) {
        add(name, body, "[en]");
    }

    private void add(String name, String body, String languages) {
        String text = "title: T\nlanguages: %s\n%s".formatted(languages, body);
        ParsedFlow parsed = FlowParser.parse(name + ".yaml", text, Contexts.with(PROMPTS));
        assertThat(parsed.problems()).noneMatch(Problem::isError);
        flows.put(name, parsed.flow().orElseThrow());
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Problem problem : FlowChecker.check(flows, Contexts.with(PROMPTS)))
            problems.add(problem.toString());
        return problems;
    }
}
