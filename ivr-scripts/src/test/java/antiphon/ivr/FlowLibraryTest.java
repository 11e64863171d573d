package antiphon.ivr;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.ivr.flow.ParsedFlow;
import antiphon.ivr.prompt.PromptCatalogue;
import antiphon.ivr.simulation.SimulatedWorlds;
import antiphon.ivr.yaml.Problem;
import java.nio.file.Path;
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
        assertThat(library.list().stream().flatMap(entry -> entry.warnings().stream())).isEmpty();
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
        store.save("broken", GREETING.replace("welcome", "gone"), "ann");
        store.save("caller", CALLS_GREETING, "ann");
        FlowLibrary reopened = open();
        assertThat(reopened.find("broken")).isEmpty();
        assertThat(reopened.find("caller")).isEmpty();
        assertThat(reopened.find("main")).isPresent();
    }
}
