package antiphon.server.settings;

import antiphon.ivr.Route;
import antiphon.ivr.yaml.Position;
import antiphon.ivr.yaml.Problem;
import antiphon.ivr.yaml.Problems;
import antiphon.ivr.yaml.YamlList;
import antiphon.ivr.yaml.YamlMap;
import antiphon.ivr.yaml.YamlNode;
import antiphon.ivr.yaml.YamlReader;
import antiphon.ivr.yaml.YamlScalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One YAML text of settings as values by dotted key, each with its place.
///
/// @param values by dotted key: `sip.port`
/// @param routes the routes, or empty if the text has none
/// @param flowSettings values for flows, or empty if the text has none
record SettingsFile(
        Map<String, Value> values,
        Optional<List<Route>> routes,
        Optional<Map<String, String>> flowSettings) {
    static final String ROUTES = "routes";
    static final String FLOW_SETTINGS = "flow_settings";

    /// @param name of the file, for messages
    static SettingsFile parse(String name, String text) {
        var values = new LinkedHashMap<String, Value>();
        Optional<List<Route>> routes = Optional.empty();
        Optional<Map<String, String>> flowSettings = Optional.empty();
        if (saysNothing(text)) return new SettingsFile(values, routes, flowSettings);
        for (YamlMap.Entry section : entries("", read(name, text))) {
            YamlNode content = section.value();
            switch (section.name()) {
                case ROUTES -> routes = Optional.of(routes(content));
                case FLOW_SETTINGS -> flowSettings = Optional.of(flowSettings(content));
                default -> section(section.name(), content, values);
            }
        }
        return new SettingsFile(values, routes, flowSettings);
    }

    /// A list of routes alone, as the environment gives it.
    static List<Route> parseRoutes(String name, String text) {
        return routes(read(name, text));
    }

    /// Values for flows alone, as the environment gives them.
    static Map<String, String> parseFlowSettings(String name, String text) {
        return flowSettings(read(name, text));
    }

    /// Nothing but comments: all settings keep their defaults.
    private static boolean saysNothing(String text) {
        return text.lines().allMatch(line -> line.isBlank() || line.stripLeading().startsWith("#"));
    }

    private static YamlNode read(String name, String text) {
        var problems = new Problems();
        Optional<YamlNode> root = YamlReader.read(name, text, problems);
        for (Problem problem : problems.all()) {
            if (problem.isError()) throw wrong(problem.position(), problem.message());
        }
        return root.orElseThrow(() -> wrong(new Position(name, 1, 1), "there is nothing in it"));
    }

    private static void section(String section, YamlNode content, Map<String, Value> values) {
        if (content.isNothing()) return;
        for (YamlMap.Entry entry : entries(section + ": ", content)) {
            String key = section + "." + entry.name();
            values.put(key, value(key, entry.value()));
        }
    }

    private static List<YamlMap.Entry> entries(String what, YamlNode node) {
        if (node instanceof YamlMap map) return map.entries();
        throw wrong(
                node.position(),
                what + "this must be lines of `name: value`, found " + node.describe());
    }

    private static Value value(String key, YamlNode node) {
        boolean secret = key.endsWith("password");
        String place = node.position() + ": " + key;
        return switch (node) {
            case YamlScalar scalar -> new Value(place, List.of(text(scalar)), secret);
            case YamlList list ->
                    new Value(
                            place,
                            list.items().stream().map(item -> scalar(key, item)).toList(),
                            secret);
            case YamlMap _ ->
                    throw wrong(node.position(), key + ": this must be a value or a list");
        };
    }

    private static Map<String, String> flowSettings(YamlNode node) {
        var texts = new LinkedHashMap<String, String>();
        if (node.isNothing()) return texts;
        for (YamlMap.Entry entry : entries(FLOW_SETTINGS + ": ", node)) {
            texts.put(entry.name(), scalar(FLOW_SETTINGS + "." + entry.name(), entry.value()));
        }
        return texts;
    }

    private static List<Route> routes(YamlNode node) {
        if (!(node instanceof YamlList list)) {
            throw wrong(
                    node.position(),
                    ROUTES + ": this must be a list of `- {user: ..., service: ...}`");
        }
        return list.items().stream().map(SettingsFile::route).toList();
    }

    private static Route route(YamlNode item) {
        var fields = new LinkedHashMap<String, Value>();
        for (YamlMap.Entry entry : entries(ROUTES + ": ", item)) {
            String key = ROUTES + "." + entry.name();
            String place = entry.value().position() + ": " + key;
            fields.put(entry.name(), new Value(place, List.of(scalar(key, entry.value())), false));
        }
        return Routing.read(item.position() + ": " + ROUTES, fields);
    }

    private static String scalar(String key, YamlNode node) {
        if (node instanceof YamlScalar scalar) return text(scalar);
        throw wrong(node.position(), key + ": this must be a plain value");
    }

    private static String text(YamlScalar scalar) {
        return scalar.isNothing() ? "" : scalar.text();
    }

    private static SettingsException wrong(Position position, String message) {
        return new SettingsException(position + ": " + message);
    }
}
