package antiphon.ivr.flow;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.ivr.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// docs/flow-language.md says what the code does.
final class FlowLanguageDocTest {
    private static final Path ROOT = Path.of("..");

    private final String doc = read(ROOT.resolve("docs/flow-language.md"));

    @Test
    void theExampleIsAFlowWithoutProblems() {
        Matcher example = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(doc);
        assertThat(example.find()).isTrue();
        ParsedFlow parsed = FlowParser.parse("main.yaml", example.group(1), Contexts.lenient());
        assertThat(parsed.problems().stream().map(Problem::toString)).isEmpty();
    }

    @Test
    void everyCodeOfACheckIsListedAndNoOther() throws IOException {
        Set<String> used = new TreeSet<>();
        for (String folder : new String[] {"flow", "yaml"})
            try (Stream<Path> files =
                    Files.list(ROOT.resolve("ivr-scripts/src/main/java/antiphon/ivr/" + folder))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> used.addAll(codes("\"([FY]\\d{3})\"", read(file))));
            }
        used.remove("Y000");
        String table = doc.substring(doc.indexOf("## Checks") + 200);
        assertThat(codes("\\b([FY]\\d{3})\\b", table)).isEqualTo(used);
    }

    @Test
    void everyVerbIsDescribed() {
        for (String verb : Names.VERBS) assertThat(doc).containsPattern("`" + verb + "[`:]");
        for (String verb : Names.VERBS_LATER) assertThat(doc).contains("`" + verb + "`");
    }

    private static Set<String> codes(String pattern, String text) {
        Set<String> codes = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) codes.add(matcher.group(1));
        return codes;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException missing) {
            throw new AssertionError(missing);
        }
    }
}
