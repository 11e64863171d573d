package antiphon.ivr.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FieldsTest {
    private final Problems problems = new Problems();

    @Test
    void fieldsAreReadByTheirKind() {
        Fields fields =
                fields("{name: Ann, count: 3, open: true, pause: 1.5s, list: [a, b], one: c}");
        assertThat(fields.text("name")).contains("Ann");
        assertThat(fields.number("count", 1, 5)).contains(3);
        assertThat(fields.bool("open")).contains(true);
        assertThat(fields.duration("pause", Duration.ZERO, Duration.ofMinutes(1)))
                .contains(Duration.ofMillis(1500));
        assertThat(fields.oneOrMore("list")).hasSize(2);
        assertThat(fields.oneOrMore("one")).hasSize(1);
        assertThat(fields.text("absent")).isEmpty();
        fields.refuseOthers();
        assertThat(problems.all()).isEmpty();
    }

    @Test
    void wrongFieldsAreReportedWhereTheyStandAndReadAsAbsent() {
        Fields fields =
                fields("{count: 9, open: yes, pause: 3, word: bleu, nothing: , strange: 1}");
        assertThat(fields.number("count", 1, 5)).isEmpty();
        assertThat(fields.bool("open")).isEmpty();
        assertThat(fields.duration("pause", Duration.ZERO, Duration.ofMinutes(1))).isEmpty();
        assertThat(fields.word("word", List.of("blue", "red"))).isEmpty();
        assertThat(fields.text("nothing")).isEmpty();
        fields.required("needed", "needed: 1");
        fields.refuseOthers();
        assertThat(problems.all().stream().map(Problem::toString))
                .containsExactly(
                        "f.yaml:1:1: error Y016: the thing needs `needed`, such as `needed: 1`",
                        "f.yaml:1:9: error Y018: `count` of the thing must be from 1 to 5, found 9",
                        "f.yaml:1:18: error Y015: `open` of the thing must be true or false, found \"yes\"",
                        "f.yaml:1:30: error Y017: `pause` of the thing has no unit: write 3s or 3ms (units are ms, s, m, h)",
                        "f.yaml:1:39: error Y019: `word` of the thing must be one of blue, red, found \"bleu\"; did you mean \"blue\"?",
                        "f.yaml:1:53: error Y015: `nothing` of the thing must be text, found nothing",
                        "f.yaml:1:56: error Y014: the thing has no key \"strange\"; allowed are count, open, pause, word, nothing, needed");
    }

    @ParameterizedTest
    @CsvSource({
        "attempst, attempts",
        "Otherwise, otherwise",
        "no-input, no_input",
        "noinput, no_input",
        "hangup, hang_up",
        "xyzzy, ''",
        "'', ''",
    })
    void theNearestWordIsOffered(String typed, String meant) {
        Optional<String> nearest =
                Nearest.to(
                        typed, List.of("attempts", "otherwise", "no_input", "no_match", "hang_up"));
        assertThat(nearest.orElse("")).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "500ms, 500ms",
        "3s, 3s",
        "1.5s, 1.5s",
        "90s, 90s",
        "120s, 2m",
        "60m, 1h",
        "0s, 0s"
    })
    void timesAreWrittenAsAPersonWritesThem(String typed, String written) {
        assertThat(Scalars.written(Scalars.duration(typed).orElseThrow())).isEqualTo(written);
    }

    private Fields fields(String text) {
        YamlMap map = (YamlMap) YamlReader.read("f.yaml", text, problems).orElseThrow();
        return new Fields(map, "the thing", problems);
    }
}
