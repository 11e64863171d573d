package antiphon.ivr.flow;

import antiphon.ivr.yaml.Position;
import antiphon.ivr.yaml.Problem;
import antiphon.ivr.yaml.Problems;
import antiphon.ivr.yaml.Scalars;
import antiphon.ivr.yaml.YamlMap;
import antiphon.ivr.yaml.YamlNode;
import antiphon.ivr.yaml.YamlReader;
import java.util.List;
import java.util.Optional;

/// Reads one flow from its text. Never throws, whatever the text. Safe for any thread.
public final class FlowParser {
    private FlowParser() {}

    /// @param file its path, for messages; the flow is named like the file: `flows/main.yaml` holds
    ///   `main`
    public static ParsedFlow parse(String file, byte[] bytes, CheckContext context) {
        Problems problems = new Problems();
        Optional<String> text = YamlReader.decode(file, bytes, problems);
        return text.isPresent()
                ? parse(file, text.get(), context)
                : new ParsedFlow(Optional.empty(), problems.all());
    }

    public static ParsedFlow parse(String file, String text, CheckContext context) {
        Problems problems = new Problems();
        Optional<Flow> flow = Optional.empty();
        Optional<YamlNode> root = YamlReader.read(file, text, problems);
        if (root.isPresent()) {
            Optional<YamlMap> map = Scalars.map(root.get(), "a flow", problems);
            if (map.isPresent())
                flow = new FlowReader(context, problems).read(nameOf(file, problems), map.get());
        }
        // Checks of the whole say nothing of use about a flow that could not be read.
        if (flow.isPresent() && !problems.hasErrors())
            SingleFlowChecks.run(new CheckRun(flow.get(), context, problems));
        List<Problem> all = problems.all();
        return new ParsedFlow(problems.hasErrors() ? Optional.empty() : flow, all);
    }

    private static String nameOf(String file, Problems problems) {
        String base = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        String name = base.replaceFirst("\\.ya?ml$", "");
        if (!Names.NAME.matcher(name).matches())
            problems.error(
                    new Position(file, 1, 1),
                    "F009",
                    "a flow is named like its file, and \"%s\" is no name: small letters, digits, - and _, 64 at most"
                            .formatted(name));
        return name;
    }
}
