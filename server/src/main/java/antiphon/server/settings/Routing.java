package antiphon.server.settings;

import antiphon.ivr.Route;
import antiphon.ivr.Service;
import antiphon.ivr.yaml.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Reads one route: `{user: "ivr-(.+)", service: flow}`, or with `name: main` for the flow, room,
/// mailbox or music class where the pattern does not say it.
final class Routing {
    private static final List<String> KEYS = List.of("user", "service", "name");

    private Routing() {}

    /// @param place where the route stands, for messages
    static Route read(String place, Map<String, Value> fields) {
        for (String key : fields.keySet()) {
            if (KEYS.contains(key)) continue;
            throw new SettingsException(
                    place
                            + ": unknown key `"
                            + key
                            + "`"
                            + Nearest.hint(key, KEYS)
                            + "; allowed: "
                            + String.join(", ", KEYS));
        }
        return new Route(
                pattern(required(place, fields, "user")),
                required(place, fields, "service").oneOf(Service.class),
                Optional.ofNullable(fields.get("name")).map(name -> name.nonEmptyText("a name")));
    }

    private static Value required(String place, Map<String, Value> fields, String key) {
        Value value = fields.get(key);
        if (value == null) throw new SettingsException(place + ": `" + key + "` is missing");
        return value;
    }

    private static Pattern pattern(Value user) {
        try {
            return Pattern.compile(user.nonEmptyText("a regular expression"));
        } catch (PatternSyntaxException e) {
            throw user.wrong("a regular expression (" + e.getDescription() + ")");
        }
    }
}
