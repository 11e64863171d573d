package antiphon.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowTextsTest {
    @TempDir Path stateDir;
    House house;
    FlowTexts flows;

    @BeforeEach
    void open() {
        house = new House(stateDir);
        flows = house.storage.flows();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void eachSaveIsAVersionAndTheLatestCounts() {
        FlowText first = flows.save("main", "one: 1\n", "ann");
        house.clock.advance(Duration.ofHours(1));
        FlowText second = flows.save("main", "two: 2\n", "bob");
        FlowText other = flows.save("a-first", "x", "ann");
        assertThat(first).isEqualTo(new FlowText("main", 1, "one: 1\n", House.NOON));
        assertThat(second)
                .isEqualTo(new FlowText("main", 2, "two: 2\n", House.NOON.plusSeconds(3_600)));
        assertThat(flows.latest("main")).contains(second);
        assertThat(flows.latest("none")).isEmpty();
        assertThat(flows.latest()).containsExactly(other, second);
    }

    @Test
    void aDeletedFlowIsGoneAndItsNumbersAreNotUsedAgain() {
        flows.save("main", "one", "ann");
        flows.save("other", "", "ann");
        assertThat(flows.delete("main")).isTrue();
        assertThat(flows.delete("main")).isFalse();
        assertThat(flows.delete("none")).isFalse();
        assertThat(flows.latest("main")).isEmpty();
        assertThat(flows.latest()).extracting(FlowText::name).containsExactly("other");
        assertThat(flows.save("main", "again", "bob").version()).isEqualTo(3);
    }

    @Test
    void twoWhoSaveAtOnceGetTwoVersions() throws Exception {
        List<Future<FlowText>> saved = new ArrayList<>();
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                String text = "text " + i;
                saved.add(people.submit(() -> flows.save("main", text, "ann")));
            }
        }
        List<Integer> versions = new ArrayList<>();
        for (Future<FlowText> version : saved) {
            versions.add(version.get().version());
        }
        assertThat(versions)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
    }

    @Test
    void whatTheDatabaseCannotHoldIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> flows.save("", "x", "ann"))
                .withMessageContaining("name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> flows.save("a\nb", "x", "ann"))
                .withMessageContaining("name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> flows.save("a", "\0", "ann"))
                .withMessageContaining("text");
        assertThat(flows.save("a", "ß 𝄞", "x\0".repeat(500)).text()).isEqualTo("ß 𝄞");
    }
}
