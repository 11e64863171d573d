package antiphon.ivr;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.ivr.expression.CelExpressions;
import antiphon.ivr.prompt.PromptCatalogue;
import antiphon.ivr.run.FlowRelease;
import antiphon.ivr.simulation.FlowTests;
import antiphon.ivr.simulation.SimulatedWorlds;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every test file of the flows we ship.
class ShippedFlowsTest {
    private static final List<String> TESTED = List.of("main", "voicemail", "echo");

    @TempDir static Path state;
    private static FlowRelease release;

    @BeforeAll
    static void loadFlows() {
        PromptCatalogue catalogue = PromptCatalogue.open(state);
        release = FlowLibrary.open(catalogue, SimulatedWorlds.empty(), new MemoryStore()).current();
    }

    @TestFactory
    Stream<DynamicTest> flowTests() {
        return TESTED.stream().flatMap(ShippedFlowsTest::testsOf);
    }

    private static Stream<DynamicTest> testsOf(String name) {
        String path = "flows/" + name + ".test.yaml";
        FlowTests.Report report =
                new FlowTests(release, new CelExpressions()).run(path, ShippedFlows.resource(path));
        assertThat(report.problems()).as(path).isEmpty();
        return report.results().stream()
                .map(result ->
                        DynamicTest.dynamicTest(
                                name + ": " + result.name(),
                                () -> assertThat(result.fault().orElse("")).isEmpty()));
    }
}
