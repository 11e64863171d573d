package antiphon.ivr.expression;

import antiphon.ivr.yaml.Nearest;
import dev.cel.common.CelErrorCode;
import dev.cel.common.CelIssue;
import dev.cel.runtime.CelEvaluationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// CEL's messages in plain words. Those of a parser's grammar and of overloads help programmers; a
/// flow's author wants to know what to write instead.
final class CelFaults {
    /// A message of CEL, and how to say it plainly.
    private record Rule(Pattern cel, Rewrite plain) {
        Rule(String regex, Rewrite plain) {
            this(Pattern.compile(regex, Pattern.DOTALL), plain);
        }
    }

    private interface Rewrite {
        /// @param word the part of CEL's message that the pattern picked out
        String of(String word, String more, Place place);
    }

    private record Place(String source, int offset, Types types) {}

    private static final List<Rule> RULES =
            List.of(
                    new Rule(
                            "undeclared reference to '([^']*)'()",
                            (name, _, at) -> undeclared(name, at)),
                    new Rule(
                            "found no matching overload for '([^']*)' applied to '\\(?(.*?)\\)?' ",
                            (operation, types, _) -> overload(operation, words(types))),
                    new Rule(
                            "(?:mismatched|extraneous) input '(.*?)' expecting ()",
                            (token, _, at) -> unexpected(token, at)),
                    new Rule(
                            "token recognition error at: '(.*)'()",
                            (text, _, _) -> character(text)),
                    new Rule("missing '(.)'()", (sign, _, _) -> "a `" + sign + "` is missing"),
                    new Rule("undefined field '([^']*)'()", (field, _, _) -> field(field)),
                    new Rule(
                            "type '(.*)' does not support field selection()",
                            (type, _, _) ->
                                    "a %s has no fields: nothing can follow it after a dot"
                                            .formatted(CelTypes.word(type))),
                    new Rule(
                            "reserved identifier: (.*)()",
                            (word, _, _) ->
                                    "\"%s\" is a reserved word of expressions; for a choice write `condition ? this : that`"
                                            .formatted(word)),
                    new Rule(
                            "recursion()()",
                            (_, _, _) -> "the expression is nested too deeply; the limit is 64"));

    private static final String LOGIC = "write `&&` for and, `||` for or, `!` for not";

    private static final Set<String> STANDARD_FUNCTIONS =
            Set.of(
                    "size",
                    "startsWith",
                    "endsWith",
                    "contains",
                    "matches",
                    "duration",
                    "timestamp",
                    "int",
                    "string");
    private static final Set<String> LATER = Set.of("open", "closed", "holiday", "secret");
    private static final Set<String> LIST_MACROS =
            Set.of("has", "all", "exists", "exists_one", "existsOne", "map", "filter");
    private static final Set<String> FIELDS =
            Set.of("exists", "messages", "members", "announces_names");
    private static final Map<String, String> OTHER_LANGUAGES =
            Map.of("and", LOGIC, "or", LOGIC, "not", LOGIC, "eq", "write `==` to compare");

    private CelFaults() {}

    static Expressions.Fault translate(CelIssue issue, String source, Types types) {
        int offset = offset(issue, source);
        String message = message(issue.getMessage(), new Place(source, offset, types));
        return new Expressions.Fault(startOfFunction(source, offset), message);
    }

    private static int offset(CelIssue issue, String source) {
        int start = 0;
        for (int line = 1; line < issue.getSourceLocation().getLine(); line++) {
            int end = source.indexOf('\n', start);
            if (end < 0) break;
            start = end + 1;
        }
        int offset = start + Math.max(0, issue.getSourceLocation().getColumn());
        return Math.min(offset, source.length());
    }

    /// CEL points at the `(` of a call; a person looks at its name.
    private static int startOfFunction(String source, int offset) {
        if (offset >= source.length() || source.charAt(offset) != '(') return offset;
        int start = offset;
        while (start > 0 && Character.isJavaIdentifierPart(source.charAt(start - 1))) start--;
        return start;
    }

    private static String message(String cel, Place place) {
        for (Rule rule : RULES) {
            Matcher matcher = rule.cel().matcher(cel);
            if (matcher.find()) return rule.plain().of(matcher.group(1), matcher.group(2), place);
        }
        return cel;
    }

    private static String field(String name) {
        return "there is no field \"%s\"; mailbox(…) has exists and messages, room(…) has exists, members and announces_names%s"
                .formatted(name, Nearest.hint(name, FIELDS));
    }

    private static String undeclared(String name, Place place) {
        String source = place.source();
        int offset = place.offset();
        Types types = place.types();
        String other = OTHER_LANGUAGES.get(name);
        if (other != null) return other;
        if (offset < source.length() && source.charAt(offset) == '(') return function(name);
        List<String> members = new ArrayList<>();
        for (String known : new TreeSet<>(types.asMap().keySet()))
            if (known.startsWith(name + ".")) members.add(known.substring(name.length() + 1));
        if (!members.isEmpty()) {
            String field = wordAt(source, offset + name.length() + 1);
            if (field.isEmpty())
                return "\"%s\" alone is no value; write one of %s"
                        .formatted(name, String.join(", ", dotted(name, members)));
            return "\"%s.%s\" does not exist; after \"%s.\" are allowed: %s%s"
                    .formatted(
                            name,
                            field,
                            name,
                            String.join(", ", members),
                            Nearest.hint(field, members));
        }
        Set<String> known = new TreeSet<>(types.asMap().keySet());
        known.addAll(Set.of("true", "false"));
        return "\"%s\" is not declared; variables are declared under `vars` or `inputs`, a text stands in quotes%s"
                .formatted(name, Nearest.hint(name, known));
    }

    private static List<String> dotted(String name, List<String> members) {
        return members.stream().map(member -> name + "." + member).toList();
    }

    private static String function(String name) {
        if (LATER.contains(name))
            return "the function %s(…) is not available in this version".formatted(name);
        if (name.equals("has"))
            return "has(…) is not available; whether a header is there tells `'X-Priority' in call.headers`";
        if (LIST_MACROS.contains(name))
            return "%s(…) is not available: expressions have no loops; to find a value in a list write `score in [1, 2]`"
                    .formatted(name);
        Set<String> known = new TreeSet<>(CelFunctions.NAMES);
        known.addAll(STANDARD_FUNCTIONS);
        return "there is no function %s(…); allowed are %s%s"
                .formatted(name, String.join(", ", known), Nearest.hint(name, known));
    }

    private static List<String> words(String celTypes) {
        List<String> words = new ArrayList<>();
        int depth = 0;
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < celTypes.length(); i++) {
            char c = celTypes.charAt(i);
            if (c == '(') depth++;
            if (c == ')') depth--;
            if (c == ',' && depth == 0) {
                words.add(CelTypes.word(word.toString().strip()));
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        words.add(CelTypes.word(word.toString().strip()));
        return words;
    }

    private static String overload(String operation, List<String> types) {
        String operator = operation.replace("_", "");
        if (operation.equals("_?_:_") && types.size() == 3)
            return types.getFirst().equals("bool")
                    ? "both sides of `:` must have the same type, but are %s and %s"
                            .formatted(types.get(1), types.get(2))
                    : "what stands before `?` must be true or false, but is a %s"
                            .formatted(types.getFirst());
        if (operation.equals("_[_]"))
            return "`[…]` needs texts by name, such as call.headers['X-Priority'], but stands after a %s"
                    .formatted(types.getFirst());
        if (operation.startsWith("_") && types.size() == 2) {
            boolean textAndNumber = types.contains("text") && types.contains("number");
            return "`%s` can not take a %s on the left and a %s on the right%s"
                    .formatted(
                            operator,
                            types.get(0),
                            types.get(1),
                            textAndNumber
                                    ? "; a number in quotes is text, and int(…) makes a number of a text"
                                    : "");
        }
        if (operation.endsWith("_") && types.size() == 1)
            return "`%s` needs a %s, but stands before a %s"
                    .formatted(
                            operator, operator.equals("!") ? "bool" : "number", types.getFirst());
        if (CelFunctions.NAMES.contains(operation))
            return "%s(…) takes one text, but was given %s"
                    .formatted(operation, String.join(", ", types));
        return "%s(…) can not take %s".formatted(operation, String.join(", ", types));
    }

    private static String unexpected(String token, Place place) {
        if (token.equals("<EOF>"))
            return "the expression ends too early: something is missing here";
        String other = OTHER_LANGUAGES.get(token);
        if (other != null) return other;
        String before = place.source().substring(0, place.offset()).strip();
        if (before.equals("not") || before.endsWith(" not")) return LOGIC;
        if (before.endsWith("<") && token.equals(">")) return "write `!=` for unequal";
        return "did not expect `%s` here".formatted(token);
    }

    private static String character(String text) {
        if (text.startsWith("=")) return "write `==` to compare; expressions can not assign";
        if (text.startsWith("&") || text.startsWith("|")) return LOGIC;
        if (text.startsWith("\"") || text.startsWith("'"))
            return "a text is not closed, or has a `\\` that should be `\\\\`";
        if (text.startsWith("$"))
            return "`when` and `valid` hold the bare expression: leave out `${` and `}`";
        return "`%s` can not stand here".formatted(text.strip());
    }

    private static String wordAt(String source, int start) {
        int end = start;
        while (end < source.length() && Character.isJavaIdentifierPart(source.charAt(end))) end++;
        return start <= source.length() ? source.substring(start, end) : "";
    }

    /// Why an evaluation failed, without any value: values may be secret.
    static String reason(CelEvaluationException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause())
            if (cause instanceof EvaluationFailed ours) return String.valueOf(ours.getMessage());
        CelErrorCode code = failed.getErrorCode();
        return switch (code) {
            case ATTRIBUTE_NOT_FOUND -> "a name in it has no value at this moment";
            case DIVIDE_BY_ZERO -> "division by zero";
            case NUMERIC_OVERFLOW -> "a number became too large";
            case BAD_FORMAT, INVALID_ARGUMENT -> "a text in it has not the form that was expected";
            default -> "it has no value (" + code + ")";
        };
    }
}
