package antiphon.ivr.expression;

import java.util.Map;
import java.util.TreeMap;

/// The names an expression may use, with their types. Immutable.
public final class Types {

    private static final Map<String, Type> STANDARD =
            Map.ofEntries(
                    Map.entry("pressed", Type.TEXT),
                    Map.entry("pin.role", Type.TEXT),
                    Map.entry("call.id", Type.TEXT),
                    Map.entry("call.from", Type.TEXT),
                    Map.entry("call.to", Type.TEXT),
                    Map.entry("call.name", Type.TEXT),
                    Map.entry("call.started", Type.TIME),
                    Map.entry("call.language", Type.TEXT),
                    Map.entry("call.headers", Type.TEXTS),
                    Map.entry("call.cause", Type.TEXT),
                    Map.entry("error.name", Type.TEXT),
                    Map.entry("error.node", Type.TEXT),
                    Map.entry("error.detail", Type.TEXT),
                    Map.entry("now", Type.TIME));

    private final Map<String, Type> types;

    private Types(Map<String, Type> types) {
        this.types = Map.copyOf(types);
    }

    /// No names at all.
    public static Types none() {
        return new Types(Map.of());
    }

    /// The names every flow has (`pressed`, `pin.role`, `call.…`, `error.…`, `now`), and these
    /// variables and inputs.
    public static Types of(Map<String, Type> variables) {
        return new Types(STANDARD).with(variables);
    }

    /// These, and more; dotted names such as `call.answered` are allowed.
    public Types with(Map<String, Type> more) {
        Map<String, Type> all = new TreeMap<>(types);
        all.putAll(more);
        return new Types(all);
    }

    public Map<String, Type> asMap() {
        return types;
    }
}
