package antiphon.ivr.yaml;

import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/// The YAML parser's messages in plain words.
final class SyntaxWords {
    private SyntaxWords() {}

    static String of(MarkedYamlEngineException wrong) {
        String problem = String.valueOf(wrong.getProblem());
        String context = String.valueOf(wrong.getContext());
        String since =
                wrong.getContextMark()
                        .map(mark -> " (it began in line " + (mark.getLine() + 1) + ")")
                        .orElse("");
        if (problem.contains("mapping values are not allowed"))
            return "a second `: ` in one line; put the value in quotes, or the key on its own line";
        if (problem.contains("could not find expected ':'"))
            return "a `:` is missing after the key";
        if (problem.contains("expected ',' or"))
            return "a `,` or the closing bracket is missing" + since;
        if (context.contains("quoted scalar"))
            return problem.contains("unknown escape") || problem.contains("escape")
                    ? "in double quotes `\\` must be written `\\\\`"
                    : "a quote is not closed" + since;
        if (problem.contains("<block end>") || problem.contains("<block mapping start>"))
            return "this line is indented unlike the lines before it" + since;
        if (problem.contains("cannot start any token"))
            return "a value can not start with this character; put it in quotes";
        return "not YAML: " + problem + since;
    }
}
