package antiphon.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The fields of a JSON object. What is not JSON is answered with 400, what has a wrong field with
/// 422 and the field's name.
final class JsonBody {
    private static final JsonMapper STRICT =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final JsonNode object;

    private JsonBody(JsonNode object) {
        this.object = object;
    }

    /// @param fields all that are allowed
    static JsonBody of(Context context, List<String> fields) throws IOException {
        JsonNode node = parse(Body.bytes(context, Body.JSON_BYTES_MAX));
        if (!node.isObject()) throw Problem.badRequest("the body must be a JSON object");
        for (String name : node.propertyNames()) {
            if (!fields.contains(name)) {
                throw Problem.wrongField(name, "is unknown", String.join(", ", fields));
            }
        }
        return new JsonBody(node);
    }

    private static JsonNode parse(byte[] json) {
        try {
            return STRICT.readTree(json);
        } catch (JacksonException e) {
            var location = e.getLocation();
            String place =
                    location == null
                            ? ""
                            : " (line "
                                    + location.getLineNr()
                                    + ", column "
                                    + location.getColumnNr()
                                    + ")";
            throw Problem.badRequest(
                    "the body is not JSON" + place + ": " + e.getOriginalMessage());
        }
    }

    /// The text, or null if the field is absent or null.
    @Nullable String text(String field) {
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) return null;
        if (!node.isString()) throw Problem.wrongField(field, "is no text", "a text in quotes");
        return node.stringValue();
    }

    String requiredText(String field) {
        String text = text(field);
        if (text == null) throw Problem.wrongField(field, "is missing", "a text in quotes");
        return text;
    }

    Optional<Boolean> truth(String field) {
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) return Optional.empty();
        if (!node.isBoolean()) {
            throw Problem.wrongField(field, "is neither true nor false", "true or false");
        }
        return Optional.of(node.booleanValue());
    }

    OptionalDouble decimal(String field, double min, double max) {
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) return OptionalDouble.empty();
        String allowed = "a number from " + min + " to " + max;
        if (!node.isNumber()) throw Problem.wrongField(field, "is no number", allowed);
        double value = node.doubleValue();
        if (!(value >= min && value <= max)) {
            throw Problem.wrongField(field, "is out of range", allowed);
        }
        return OptionalDouble.of(value);
    }
}
