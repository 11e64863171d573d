package antiphon.server.settings;

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
record SettingsFile(Map<String, Value> values, Optional<List<RouteSetting>> routes) {
    static final String ROUTES = "routes";

    /// @param name of the file, for messages
    static SettingsFile parse(String name, String text) {
        var values = new LinkedHashMap<String, Value>();
        Optional<List<RouteSetting>> routes = Optional.empty();
        if (saysNothing(text)) return new SettingsFile(values, routes);
        for (YamlMap.Entry section : entries("", read(name, text))) {
            if (section.name().equals(ROUTES)) {
                routes = Optional.of(routes(section.value()));
            } else if (!section.value().isNothing()) {
                for (YamlMap.Entry entry : entries(section.name() + ": ", section.value())) {
                    String key = section.name() + "." + entry.name();
                    values.put(key, value(key, entry.value()));
                }
            }
        }
        return new SettingsFile(values, routes);
    }

    /// A list of routes alone, as the environment gives it.
    static List<RouteSetting> parseRoutes(String name, String text) {
        return routes(read(name, text));
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

    private static List<RouteSetting> routes(YamlNode node) {
        if (!(node instanceof YamlList list)) {
            throw wrong(
                    node.position(), ROUTES + ": this must be a list of `- {user: ..., ...: ...}`");
        }
        return list.items().stream().map(SettingsFile::route).toList();
    }

    private static RouteSetting route(YamlNode item) {
        var texts = new LinkedHashMap<String, Value>();
        for (YamlMap.Entry entry : entries(ROUTES + ": ", item)) {
            String key = ROUTES + "." + entry.name();
            String place = entry.value().position() + ": " + key;
            texts.put(entry.name(), new Value(place, List.of(scalar(key, entry.value())), false));
        }
        return RouteSetting.of(item.position() + ": " + ROUTES, texts);
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
