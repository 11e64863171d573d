package antiphon.ivr;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.ivr.flow.ParsedFlow;
import antiphon.ivr.prompt.PromptCatalogue;
import antiphon.ivr.prompt.PromptFacts;
import antiphon.ivr.prompt.TestWav;
import antiphon.ivr.simulation.SimulatedWorlds;
import antiphon.ivr.yaml.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowLibraryTest {
    private static final String GREETING =
            """
            title: Greeting
            languages: [en]
            nodes:
              start: [{play: welcome}, hang_up]
            """;
    private static final String CALLS_GREETING =
            """
            title: Calls the greeting
            languages: [en]
            nodes:
              start: [{call: greeting}, hang_up]
            """;

    @TempDir static Path state;
    private static PromptCatalogue catalogue;

    private final MemoryStore store = new MemoryStore();
    private final FlowLibrary library = open();

    @BeforeAll
    static void loadPrompts() {
        catalogue = PromptCatalogue.open(state);
    }

    private FlowLibrary open() {
        return FlowLibrary.open(catalogue, SimulatedWorlds.empty(), store);
    }

    @Test
    void theShippedFlowsAreThereWithoutAProblem() {
        assertThat(library.list())
                .extracting(FlowLibrary.Entry::name)
                .containsExactlyInAnyOrderElementsOf(ShippedFlows.NAMES);
        assertThat(library.list().stream().flatMap(entry -> entry.problems().stream())).isEmpty();
    }

    @Test
    void aSavedFlowIsRunByNewCallsAndSurvivesARestart() {
        var before = library.current();
        assertThat(library.put("greeting", GREETING, "ann").flow()).isPresent();
        assertThat(library.current().flow("greeting")).isPresent();
        assertThat(before.flow("greeting")).isEmpty();
        assertThat(open().find("greeting").orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void aWrongFlowIsRefusedWithItsLineAndTheOldOneStays() {
        library.put("greeting", GREETING, "ann");
        ParsedFlow refused =
                library.put("greeting", GREETING.replace("welcome", "wellcome"), "ann");
        assertThat(refused.flow()).isEmpty();
        assertThat(refused.problems())
                .filteredOn(Problem::isError)
                .first()
                .extracting(problem -> problem.position().line())
                .isEqualTo(4);
        assertThat(library.find("greeting").orElseThrow().text()).isEqualTo(GREETING);
        assertThat(store.latest()).hasSize(1);
    }

    @Test
    void aFlowThatCallsNobodyKnownIsRefused() {
        ParsedFlow refused = library.put("caller", CALLS_GREETING, "ann");
        assertThat(refused.flow()).isEmpty();
        assertThat(refused.problems().toString()).contains("greeting");
    }

    @Test
    void aFlowThatOthersNeedIsNotRemoved() {
        library.put("greeting", GREETING, "ann");
        library.put("caller", CALLS_GREETING, "ann");
        assertThat(library.remove("greeting")).isInstanceOf(FlowLibrary.Removal.InUse.class);
        assertThat(library.remove("caller")).isEqualTo(new FlowLibrary.Removal.Removed());
        assertThat(library.remove("greeting")).isEqualTo(new FlowLibrary.Removal.Removed());
        assertThat(library.current().flow("greeting")).isEmpty();
        assertThat(library.remove("greeting")).isEqualTo(new FlowLibrary.Removal.NotFound());
    }

    @Test
    void removingASavedFlowBringsTheShippedOneBack() {
        library.put("main", GREETING, "ann");
        assertThat(library.find("main").orElseThrow().shipped()).isFalse();
        assertThat(library.remove("main")).isEqualTo(new FlowLibrary.Removal.Removed());
        assertThat(library.find("main").orElseThrow().shipped()).isTrue();
    }

    @Test
    void aShippedFlowIsNotRemoved() {
        assertThat(library.remove("main")).isEqualTo(new FlowLibrary.Removal.NotFound());
        assertThat(library.current().flow("main")).isPresent();
    }

    @Test
    void atStartASavedFlowMayCallOneThatComesLater() {
        store.save("a-caller", CALLS_GREETING, "ann");
        store.save("greeting", GREETING, "ann");
        assertThat(open().find("a-caller")).isPresent();
    }

    @Test
    void atStartASavedFlowThatHasBecomeWrongIsLeftOut() {
        store.save("broken", GREETING.replace("start", "begin"), "ann");
        store.save("caller", CALLS_GREETING.replace("greeting", "broken"), "ann");
        FlowLibrary reopened = open();
        assertThat(reopened.find("broken")).isEmpty();
        assertThat(reopened.find("caller")).isEmpty();
        assertThat(reopened.find("main")).isPresent();
    }

    @Test
    void aFlowWhosePromptIsGoneStaysWithItsErrorUntilThePromptIsUploadedAgain() throws Exception {
        store.save("greeting", GREETING.replace("welcome", "ours"), "ann");
        store.save("caller", CALLS_GREETING, "ann");
        FlowLibrary reopened = open();
        assertThat(reopened.current().flow("greeting")).isPresent();
        assertThat(reopened.find("caller")).isPresent();
        assertThat(codes(reopened, "greeting")).containsExactly("F031");
        assertThat(reopened.put("other", GREETING, "ann").flow()).isPresent();

        upload("en", "ours");
        reopened.promptUploaded();
        assertThat(codes(reopened, "greeting")).isEmpty();
        catalogue.remove("en", "ours");
    }

    @Test
    void aPromptThatAFlowNeedsIsNotRemoved() throws Exception {
        upload("en", "ours");
        upload("en", "welcome"); // the shipped one comes back when it is removed
        library.put("greeting", GREETING.replace("welcome", "ours"), "ann");
        assertThat(library.removePrompt("en", "ours"))
                .singleElement()
                .satisfies(place -> {
                    assertThat(place.position().file()).isEqualTo("flows/greeting.yaml");
                    assertThat(place.position().line()).isEqualTo(4);
                });
        assertThat(catalogue.find("en", "ours")).isPresent();
        assertThat(library.removePrompt("en", "welcome")).isEmpty();
        library.remove("greeting");
        assertThat(library.removePrompt("en", "ours")).isEmpty();
        assertThat(catalogue.find("en", "ours")).isEmpty();
    }

    private static List<String> codes(FlowLibrary library, String flow) {
        return library.find(flow).orElseThrow().problems().stream().map(Problem::code).toList();
    }

    private static void upload(String language, String id) throws IOException {
        Path wav = TestWav.tone(state.resolve("upload.wav"), 440, 1000);
        catalogue.put(
                language, id, wav, new PromptFacts("", "upload.wav", Instant.EPOCH, 1000, -23));
    }
}
