package antiphon.ivr.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class YamlReaderTest {
    /// @param problem line:column CODE, and a piece of the message
    record Wrong(String text, String problem, String message) {}

    static Stream<Wrong> wrong() {
        return Stream.of(
                new Wrong("a:\n\tb: 1\n", "2:1 Y003", "indent with spaces"),
                new Wrong("keys:\n  1: a\n  #: back\n", "3:3 Y004", "`#` is written `pound`"),
                new Wrong("keys:\n  *: back\n", "2:3 Y004", "`*` is written `star`"),
                new Wrong("keys:\n  *1: back\n", "2:3 Y004", "`*` is written `star`"),
                new Wrong("keys: {1: a, #: b}\n", "1:14 Y004", "`#` is written `pound`"),
                new Wrong("keys: {*: b}\n", "1:8 Y004", "`*` is written `star`"),
                new Wrong("when: x == \"a #1\"\n", "1:15 Y005", "` #` begins a comment"),
                new Wrong("- when: size(a #b)\n", "1:16 Y005", "` #` begins a comment"),
                new Wrong("when: !open\n", "1:7 Y006", "takes `!` for a tag"),
                new Wrong("when: &x\n", "1:7 Y006", "takes `&` for an anchor"),
                new Wrong("a: [x, *y]\n", "1:8 Y006", "takes `*` for an alias"),
                new Wrong("- %x\n", "1:3 Y006", "takes `%` for a directive"),
                new Wrong("- @x\n", "1:3 Y006", "takes `@` for reserved"),
                new Wrong("[2-5]9: x\n", "1:1 Y006", "must stand in quotes"),
                new Wrong("title: Main: the menu\n", "1:12 Y007", "\"Main: the menu\""),
                new Wrong("when: a ? b : c\n", "1:13 Y007", "must stand in quotes"),
                new Wrong("set: {n: ${n + 1}}\n", "1:10 Y010", "must stand in quotes"),
                new Wrong("a: 1\n<<: 2\n", "2:1 Y008", "merge keys"),
                new Wrong("a: 1\nb: 2\na: 3\n", "3:1 Y009", "line 1 and in line 3"),
                new Wrong("a: [1, 2\nb: 3\n", "2:2 Y011", "closing bracket is missing"),
                new Wrong("a: 1\n   b: 2\n", "2:5 Y011", "second `: `"),
                new Wrong("a:\n  b: 1\n c: 2\n", "3:2 Y011", "indented unlike the lines before"),
                new Wrong("a: \"x\n", "2:1 Y011", "a quote is not closed (it began in line 1)"),
                new Wrong("a: \"\\d\"\n", "1:6 Y011", "in double quotes"),
                new Wrong("[".repeat(50), "1:41 Y012", "more than 40 levels"),
                new Wrong("", "1:1 Y013", "empty"),
                new Wrong("# only a comment\n", "1:1 Y013", "empty"),
                new Wrong("a: 1\n---\nb: 1\n", "2:1 Y013", "second document"),
                new Wrong("[2]: x\n", "1:1 Y015", "a key must be text, found a list"),
                new Wrong("a: x\u0001y\n", "1:5 Y011", "control character"),
                new Wrong("a".repeat(300_000), "1:1 Y002", "larger than 256 KB"),
                new Wrong("ä".repeat(140_000), "1:1 Y002", "larger than 256 KB"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatYamlWouldMisunderstandIsRefusedWhereItStands(Wrong wrong) {
        Problems problems = new Problems();
        YamlReader.read("f.yaml", wrong.text(), problems);
        assertThat(problems.all()).isNotEmpty();
        Problem first = problems.all().getFirst();
        String found =
                first.position().line() + ":" + first.position().column() + " " + first.code();
        assertThat(found).as(first.toString()).isEqualTo(wrong.problem());
        assertThat(first.message()).contains(wrong.message());
        assertThat(problems.hasErrors()).isTrue();
    }

    @Test
    void valuesStayTheTextTheyAre() {
        YamlMap map =
                read(
                        """
                        box: 0100
                        lang: no
                        opens: 09:00
                        uri: sip:sales@pbx.example.com   # a comment
                        note: don't worry # about this
                        phone: "+49 30 #1"
                        when: account == '' &&
                          score > 3 &&
                          && more
                        folded: >
                          *not an alias: at all
                          # nor a comment
                        pattern: 4XXX
                        list: [08:00-12:00, 13:00-17:30]
                        empty: {}
                        """);
        assertThat(text(map, "box")).isEqualTo("0100");
        assertThat(text(map, "lang")).isEqualTo("no");
        assertThat(text(map, "opens")).isEqualTo("09:00");
        assertThat(text(map, "uri")).isEqualTo("sip:sales@pbx.example.com");
        assertThat(text(map, "note")).isEqualTo("don't worry");
        assertThat(text(map, "phone")).isEqualTo("+49 30 #1");
        assertThat(text(map, "when")).isEqualTo("account == '' && score > 3 && && more");
        assertThat(text(map, "folded")).isEqualTo("*not an alias: at all # nor a comment\n");
        assertThat(text(map, "pattern")).isEqualTo("4XXX");
        assertThat(map.get("list").map(YamlNode::describe)).contains("a list");
    }

    @Test
    void everyNodeKnowsWhereItStands() {
        YamlMap map = read("é😀: 1\nnodes:\n  start: [{play: a}, hang_up]\n");
        assertThat(map.entries().getFirst().value().position())
                .isEqualTo(new Position("f.yaml", 1, 5));
        YamlMap nodes = (YamlMap) map.get("nodes").orElseThrow();
        YamlList steps = (YamlList) nodes.get("start").orElseThrow();
        assertThat(steps.items().get(1).position()).isEqualTo(new Position("f.yaml", 3, 22));
    }

    @Test
    void aPlaceInsideAValueIsFound() {
        YamlMap map =
                read(
                        """
                        plain: a == b
                        single: 'it''s == b'
                        double: "\\"x\\" == b"
                        lines: a &&
                            b == c
                        """);
        assertThat(at(map, "plain", "==")).isEqualTo("1:10");
        assertThat(at(map, "single", "==")).isEqualTo("2:16");
        assertThat(at(map, "double", "==")).isEqualTo("3:16");
        assertThat(at(map, "lines", "== c")).isEqualTo("5:7");
    }

    @Test
    void textOfAnotherEncodingIsRefusedWhereItStarts() {
        Problems problems = new Problems();
        byte[] latin = "a: 1\nb: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(YamlReader.decode("f.yaml", latin, problems)).isEmpty();
        assertThat(problems.all().getFirst().toString()).startsWith("f.yaml:2:7: error Y001: ");
    }

    @Test
    void noTextMakesTheReaderThrow() {
        String[] pieces = {
            "a", ": ", ":", "- ", "\n", "  ", "\t", "#", " #", "*", "&", "!", "%", "@", "`", "\"",
            "'", "{", "}", "[", "]", ",", "|", ">", "\\", "${", "---", "...", "?", "<<", "é", "😀",
            "\r", "\0", "~", "1"
        };
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(25);
            for (int j = 0; j < length; j++) text.append(pieces[random.nextInt(pieces.length)]);
            Problems problems = new Problems();
            Optional<YamlNode> root = YamlReader.read("f.yaml", text.toString(), problems);
            assertThat(root.isPresent() || problems.hasErrors()).as(text.toString()).isTrue();
        }
    }

    @Test
    void deepTextIsRefusedAtOnce() {
        for (String text :
                List.of("- ".repeat(100_000), "{a: ".repeat(60_000), "'".repeat(200_001))) {
            Problems problems = new Problems();
            YamlReader.read("f.yaml", text, problems);
            assertThat(problems.hasErrors()).isTrue();
        }
    }

    private static YamlMap read(String text) {
        Problems problems = new Problems();
        Optional<YamlNode> root = YamlReader.read("f.yaml", text, problems);
        assertThat(problems.all()).isEmpty();
        return (YamlMap) root.orElseThrow();
    }

    private static String text(YamlMap map, String key) {
        return ((YamlScalar) map.get(key).orElseThrow()).text();
    }

    private static String at(YamlMap map, String key, String piece) {
        YamlScalar scalar = (YamlScalar) map.get(key).orElseThrow();
        Position position = scalar.at(scalar.text().indexOf(piece));
        return position.line() + ":" + position.column();
    }
}
