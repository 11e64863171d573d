package antiphon.ivr.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExampleFlowsTest {
    static final List<String> NAMES =
            List.of("main", "ask-account", "support-message", "lobby", "survey", "echo");

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
    @ValueSource(strings = {"main", "ask-account", "support-message", "lobby", "survey", "echo"})
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
    void aConferenceMayHaveMusicAlthoughMusicIsAVerb() {
        Step.Conference conference = (Step.Conference) flow("lobby").start().steps().get(3);
        assertThat(conference.music()).contains("lobby");
        assertThat(conference.waitForModerator()).isTrue();
    }
}
