package antiphon.ivr.flow;

import antiphon.ivr.expression.Expression;
import antiphon.ivr.expression.Expressions;
import antiphon.ivr.expression.Type;
import antiphon.ivr.expression.Value;
import antiphon.ivr.yaml.Scalars;
import antiphon.ivr.yaml.YamlNode;
import antiphon.ivr.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads values with `${…}` holes, and bare expressions.
final class TemplateReader {
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9]\\d{0,17})");

    private final Reading reading;

    TemplateReader(Reading reading) {
        this.reading = reading;
    }

    /// A bare condition, as in `when`.
    Optional<Expression> condition(YamlNode node, String what) {
        return condition(node, what, Set.of());
    }

    /// @param ownSecrets secret variables that may be read here
    Optional<Expression> condition(YamlNode node, String what, Set<String> ownSecrets) {
        if (node instanceof YamlScalar scalar && !scalar.isNothing()) {
            Optional<Expression> compiled = compile(scalar, scalar.text(), 0, ownSecrets);
            if (compiled.isEmpty() || compiled.get().type() == Type.BOOL) return compiled;
            reading.error(
                    scalar.position(),
                    "F014",
                    "%s must be true or false, but `%s` is a %s"
                            .formatted(what, scalar.text(), compiled.get().type().word()));
            return Optional.empty();
        }
        Scalars.wrongType(node, what, "an expression, such as `score > 3`", reading.problems);
        return Optional.empty();
    }

    /// Text, perhaps with holes.
    Optional<Template> text(YamlNode node, String what) {
        return value(node, what, EnumSet.of(Type.TEXT, Type.NUMBER));
    }

    /// A value of one of these types. Plain text is read as the first of text, number, bool,
    /// duration that is allowed.
    Optional<Template> value(YamlNode node, String what, Set<Type> allowed) {
        if (!(node instanceof YamlScalar scalar) || scalar.isNothing()) {
            Scalars.wrongType(node, what, words(allowed), reading.problems);
            return Optional.empty();
        }
        Optional<Template> template =
                scalar.text().contains("${") ? holes(scalar, 0) : constant(scalar, what, allowed);
        if (template.isEmpty() || allowed.contains(template.get().type())) return template;
        reading.error(
                scalar.position(),
                "F014",
                "%s must be %s, but %s is a %s"
                        .formatted(
                                what,
                                words(allowed),
                                scalar.describe(),
                                template.get().type().word()));
        return Optional.empty();
    }

    /// The text of a scalar from `from` on; positions stay those of the file.
    Optional<Template> textBehind(YamlScalar scalar, int from, String what) {
        Optional<Template> template =
                scalar.text().indexOf("${", from) >= 0
                        ? holes(scalar, from)
                        : Optional.of(
                                new Template.Constant(
                                        new Value.Text(scalar.text().substring(from).strip())));
        if (template.isEmpty()) return template;
        Type type = template.get().type();
        if (type == Type.TEXT || type == Type.NUMBER) return template;
        reading.error(
                scalar.position(),
                "F014",
                "%s must be text, but %s is a %s".formatted(what, scalar.describe(), type.word()));
        return Optional.empty();
    }

    private Optional<Template> constant(YamlScalar scalar, String what, Set<Type> allowed) {
        String text = scalar.text();
        Value value = null;
        if (allowed.contains(Type.TEXT)) {
            value = new Value.Text(text);
        } else if (allowed.contains(Type.NUMBER) && WHOLE.matcher(text).matches()) {
            value = new Value.Whole(Long.parseLong(text));
        } else if (allowed.contains(Type.BOOL) && (text.equals("true") || text.equals("false"))) {
            value = new Value.Bool(text.equals("true"));
        } else if (allowed.contains(Type.DURATION)) {
            value = Scalars.duration(text).map(Value.Span::new).orElse(null);
        } else if (allowed.contains(Type.RECORDING) && text.equals("none")) {
            value = Value.Recording.NONE;
        }
        if (value != null) return Optional.of(new Template.Constant(value));
        String hole =
                reading.variables.containsKey(text)
                        ? "; write \"${" + text + "}\" for its value"
                        : "";
        reading.error(
                scalar.position(),
                "F014",
                "%s must be %s, found %s%s"
                        .formatted(what, words(allowed), scalar.describe(), hole));
        return Optional.empty();
    }

    private static String words(Set<Type> types) {
        return types.stream().map(Type::word).sorted().collect(Collectors.joining(" or "));
    }

    private Optional<Template> holes(YamlScalar scalar, int from) {
        String text = scalar.text();
        List<Template> parts = new ArrayList<>();
        boolean wrong = false;
        int at = from;
        while (at < text.length()) {
            int start = text.indexOf("${", at);
            if (start != at) {
                int end = start < 0 ? text.length() : start;
                parts.add(new Template.Constant(new Value.Text(text.substring(at, end))));
                at = end;
                continue;
            }
            int end = closingBrace(text, start + 2);
            if (end < 0) {
                reading.error(scalar.at(start), "F017", "this `${` has no closing `}`");
                return Optional.empty();
            }
            Optional<Expression> hole =
                    compile(scalar, text.substring(start + 2, end), start + 2, Set.of());
            hole.ifPresent(expression -> parts.add(new Template.Computed(expression)));
            wrong |= hole.isEmpty();
            at = end + 1;
        }
        if (wrong) return Optional.empty();
        return Optional.of(parts.size() == 1 ? parts.getFirst() : joined(parts));
    }

    private static Template joined(List<Template> parts) {
        return new Template.Joined(List.copyOf(parts));
    }

    /// The `}` of a hole: not one within quotes or inner braces.
    private static int closingBrace(String text, int from) {
        char quote = 0;
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == '\\') i++;
                else if (c == quote) quote = 0;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && depth-- == 0) {
                return i;
            }
        }
        return -1;
    }

    private Optional<Expression> compile(
            YamlScalar scalar, String source, int offset, Set<String> ownSecrets) {
        if (++reading.expressions == Limits.EXPRESSIONS_MAX + 1)
            reading.error(
                    scalar.position(),
                    "F008",
                    "the flow has more than %d expressions".formatted(Limits.EXPRESSIONS_MAX));
        if (reading.expressions > Limits.EXPRESSIONS_MAX) return Optional.empty();
        switch (reading.context.expressions().compile(source, reading.types)) {
            case Expressions.Refused(List<Expressions.Fault> faults) -> {
                for (Expressions.Fault fault : faults)
                    reading.error(scalar.at(offset + fault.offset()), "F017", fault.message());
                return Optional.empty();
            }
            case Expressions.Ready(Expression expression) -> {
                reading.read.addAll(expression.names());
                WorldChecks.settings(expression, scalar.position(), reading);
                for (String name : expression.names()) {
                    if (!reading.isSecret(name) || ownSecrets.contains(name)) continue;
                    reading.error(
                            scalar.at(Math.max(0, scalar.text().indexOf(name, offset))),
                            "F061",
                            "\"%s\" is secret and can be read in its own `valid` only"
                                    .formatted(name));
                    return Optional.empty();
                }
                return Optional.of(expression);
            }
        }
    }
}
