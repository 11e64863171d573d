package antiphon.ivr.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Between the flow's types and values and those of CEL.
final class CelTypes {
    static final CelType RECORDING = OpaqueType.create("recording");

    /// The word for a recording that was not made.
    static final String NONE = "none";

    private static final MapType TEXTS = MapType.create(SimpleType.STRING, SimpleType.STRING);

    private CelTypes() {}

    static CelType toCel(Type type) {
        return switch (type) {
            // A secret is compared as text in its own `valid`; the checker allows it nowhere else.
            case TEXT, SECRET -> SimpleType.STRING;
            case NUMBER -> SimpleType.INT;
            case BOOL -> SimpleType.BOOL;
            case DURATION -> SimpleType.DURATION;
            case TIME -> SimpleType.TIMESTAMP;
            case RECORDING -> RECORDING;
            case TEXTS -> TEXTS;
        };
    }

    static Optional<Type> fromCel(CelType type) {
        if (type.equals(SimpleType.STRING)) return Optional.of(Type.TEXT);
        if (type.equals(SimpleType.INT)) return Optional.of(Type.NUMBER);
        if (type.equals(SimpleType.BOOL)) return Optional.of(Type.BOOL);
        if (type.equals(SimpleType.DURATION)) return Optional.of(Type.DURATION);
        if (type.equals(SimpleType.TIMESTAMP)) return Optional.of(Type.TIME);
        if (type.equals(RECORDING)) return Optional.of(Type.RECORDING);
        if (type.equals(TEXTS)) return Optional.of(Type.TEXTS);
        return Optional.empty();
    }

    /// CEL's name of a type in the words of a flow's author.
    static String word(String celName) {
        return switch (celName) {
            case "string" -> "text";
            case "int", "uint" -> "number";
            case "double" -> "decimal number";
            case "google.protobuf.Duration", "duration" -> "duration";
            case "google.protobuf.Timestamp", "timestamp" -> "time";
            case "map(string, string)" -> "texts";
            case "null_type", "null" -> "null";
            default -> celName.toLowerCase(Locale.ROOT);
        };
    }

    static Object toCel(Value value) {
        return switch (value) {
            case Value.Text(String text) -> text;
            case Value.Secret(String digits) -> digits;
            case Value.Whole(long number) -> number;
            case Value.Bool(boolean truth) -> truth;
            case Value.Span(Duration duration) -> duration;
            case Value.Moment(Instant instant) -> instant;
            case Value.Recording recording -> recording;
            case Value.Texts(Map<String, String> texts) -> new Headers(texts);
        };
    }

    static Optional<Value> fromCel(Object result) {
        return switch (result) {
            case String text -> Optional.of(new Value.Text(text));
            case Long number -> Optional.of(new Value.Whole(number));
            case Boolean truth -> Optional.of(new Value.Bool(truth));
            case Duration duration -> Optional.of(new Value.Span(duration));
            case Instant instant -> Optional.of(new Value.Moment(instant));
            case Value.Recording recording -> Optional.of(recording);
            case Headers headers -> Optional.of(new Value.Texts(headers));
            default -> Optional.empty();
        };
    }
}
