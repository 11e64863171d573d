package antiphon.ivr.flow;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.ivr.expression.Functions;
import antiphon.ivr.expression.Scope;
import antiphon.ivr.expression.Value;
import antiphon.ivr.yaml.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExampleFlowsTest {
    static final List<String> NAMES =
            List.of("main", "ask-account", "support-message", "survey", "echo");

    static byte[] bytes(String name) {
        try (InputStream in =
                ExampleFlowsTest.class.getResourceAsStream("/flows/" + name + ".yaml")) {
            if (in == null) throw new IllegalArgumentException(name);
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static Flow flow(String name) {
        ParsedFlow parsed =
                FlowParser.parse("flows/" + name + ".yaml", bytes(name), Contexts.lenient());
        assertThat(parsed.problems()).noneMatch(problem -> problem.isError());
        return parsed.flow().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "ask-account", "support-message", "survey", "echo"})
    void anExampleIsReadWithoutErrors(String name) {
        Flow flow = flow(name);
        assertThat(flow.name()).isEqualTo(name);
        assertThat(flow.start().steps()).isNotEmpty();
    }

    @Test
    void timersComeFromStepNodeFlowServerInThisOrder() {
        Step.Menu menu = (Step.Menu) flow("main").node("menu").steps().get(1);
        assertThat(menu.timing().firstDigit()).isEqualTo(Duration.ofSeconds(6));
        assertThat(menu.timing().decide()).isEqualTo(Timing.SERVER_DEFAULT.decide());
        Step.Collect score = (Step.Collect) flow("survey").node("ask").steps().getFirst();
        assertThat(score.timing().attempts()).isEqualTo(2);
        Step.Collect account = (Step.Collect) flow("ask-account").start().steps().getFirst();
        assertThat(account.timing().attempts()).isEqualTo(3);
    }

    @Test
    void theMainMenuIsReadAsWritten() {
        Flow flow = flow("main");
        assertThat(flow.timezone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(flow.languages()).containsExactly("en", "de");
        assertThat(flow.onError())
                .hasValueSatisfying(target ->
                        assertThat(((Target.ToNode) target).node()).isEqualTo("operator"));
        Step.Menu menu = (Step.Menu) flow.node("menu").steps().get(1);
        assertThat(menu.position().toString()).isEqualTo("flows/main.yaml:15:7");
        assertThat(menu.keys().match("4123").orElseThrow().pattern().source()).isEqualTo("4XXX");
        assertThat(menu.keys().match("*").orElseThrow().target()).isEqualTo(new Target.Again());
        assertThat(menu.keys().match("4")).isEmpty();
        assertThat(menu.keys().mayGoOn("4")).isTrue();
        assertThat(menu.keys().mayGoOn("1")).isFalse();
        Prompts noMatch = menu.noMatch().orElseThrow();
        assertThat(((PromptItem.Recorded) noMatch.at(3).getFirst()).id())
                .isEqualTo("wrong-key-help");
        assertThat(((PromptItem.Recorded) noMatch.at(1).getFirst()).id()).isEqualTo("wrong-key");
    }

    @Test
    void theLobbyAsksOnlyForWhatIsNotAvailableYet() {
        ParsedFlow parsed = FlowParser.parse("lobby.yaml", bytes("lobby"), Contexts.lenient());
        assertThat(parsed.problems().stream().map(Problem::toString))
                .containsExactly(
                        "lobby.yaml:13:12: error F003: PINs of conferences are not available in this version; `pin: mailbox ${box}` is",
                        "lobby.yaml:24:7: error F003: `role` of conference is not available in this version",
                        "lobby.yaml:25:7: error F003: `announce` of conference is not available in this version",
                        "lobby.yaml:26:7: error F003: `wait_for` of conference is not available in this version",
                        "lobby.yaml:27:7: error F003: `music` of conference is not available in this version");
    }

    @Test
    void valuesFitTheTypesOfTheFlowTheyGoTo() {
        Step.Call call = (Step.Call) flow("main").node("support").steps().getFirst();
        assertThat(call.inputs(flow("ask-account"), NO_SCOPE)).isEmpty();
        Map<String, Template> with =
                Map.of(
                        "tries", new Template.Constant(new Value.Text("3")),
                        "user", new Template.Constant(new Value.Text("1001")));
        Step.Call more = new Step.Call(call.common(), "x", with, Map.of("score", "found"));
        assertThat(more.inputs(subFlow(), NO_SCOPE))
                .isEqualTo(Map.of("tries", new Value.Whole(3), "user", new Value.Text("1001")));
        assertThat(more.outputs(flow("survey"), Map.of("found", new Value.Text("4"))))
                .isEqualTo(Map.of("score", new Value.Whole(4)));
    }

    private static Flow subFlow() {
        String text =
                """
                title: T
                languages: [en]
                inputs: {tries: number, user: text}
                nodes: {start: [{when: tries > 1 && user == "", hang_up: }, hang_up]}
                """;
        return FlowParser.parse("x.yaml", text, Contexts.lenient()).flow().orElseThrow();
    }

    private static final Scope NO_SCOPE =
            new Scope() {
                @Override
                public @Nullable Value value(String name) {
                    return null;
                }

                @Override
                public Functions functions() {
                    throw new UnsupportedOperationException("no expression is evaluated here");
                }
            };
}
