package antiphon.server.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// One YAML text of settings as values by dotted key, each with its place. YAML 1.2, read as a node
/// graph: every value stays the text that was written, and every node knows its line.
///
/// @param values by dotted key: `sip.port`
/// @param routes the routes, or empty if the text has none
record SettingsFile(Map<String, Value> values, Optional<List<RouteSetting>> routes) {
    static final String ROUTES = "routes";
    private static final int CHARACTERS_MAX = 1 << 20;

    static SettingsFile parse(String name, String text) {
        var values = new LinkedHashMap<String, Value>();
        Optional<List<RouteSetting>> routes = Optional.empty();
        Optional<Node> root = compose(name, text);
        if (root.isEmpty() || isEmpty(root.get())) return new SettingsFile(values, routes);
        for (var section : entries(name, "", root.get()).entrySet()) {
            if (section.getKey().equals(ROUTES)) {
                routes = Optional.of(routes(name, section.getValue()));
            } else if (!isEmpty(section.getValue())) {
                for (var entry : entries(name, section.getKey(), section.getValue()).entrySet()) {
                    String key = section.getKey() + "." + entry.getKey();
                    values.put(key, value(name, key, entry.getValue()));
                }
            }
        }
        return new SettingsFile(values, routes);
    }

    /// A list of routes alone, as the environment gives it.
    static List<RouteSetting> parseRoutes(String name, String text) {
        return compose(name, text).map(node -> routes(name, node)).orElse(List.of());
    }

    private static Optional<Node> compose(String name, String text) {
        var settings =
                LoadSettings.builder()
                        .setLabel(name)
                        .setCodePointLimit(CHARACTERS_MAX)
                        .setAllowDuplicateKeys(false)
                        .build();
        try {
            return new Compose(settings).composeString(text);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
            throw new SettingsException(name + ":" + line + ": not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new SettingsException(name + ": not YAML: " + firstLine(e));
        }
    }

    private static String firstLine(YamlEngineException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static Map<String, Node> entries(String file, String key, Node node) {
        if (!(node instanceof MappingNode mapping)) {
            String what = key.isEmpty() ? "" : key + ": ";
            throw new SettingsException(
                    place(file, node) + what + "this must be a list of `name: value` lines");
        }
        var entries = new LinkedHashMap<String, Node>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
                throw new SettingsException(
                        place(file, tuple.getKeyNode()) + "a key must be a plain word");
            }
            Node earlier = entries.put(name.getValue(), tuple.getValueNode());
            if (earlier != null) {
                throw new SettingsException(
                        place(file, name)
                                + (key.isEmpty() ? "" : key + ".")
                                + name.getValue()
                                + " is written twice; first in line "
                                + line(earlier));
            }
        }
        return entries;
    }

    private static Value value(String file, String key, Node node) {
        String place = place(file, node) + key;
        boolean secret = key.endsWith("password");
        return switch (node) {
            case ScalarNode scalar -> new Value(place, List.of(scalar.getValue()), secret);
            case SequenceNode sequence -> {
                var items = new ArrayList<String>();
                for (Node item : sequence.getValue()) items.add(scalar(place, item));
                yield new Value(place, items, secret);
            }
            default -> throw new SettingsException(place + ": this must be a value or a list");
        };
    }

    private static List<RouteSetting> routes(String file, Node node) {
        if (!(node instanceof SequenceNode sequence)) {
            throw new SettingsException(
                    place(file, node) + "routes: this must be a list of `- {user: …, …: …}`");
        }
        var routes = new ArrayList<RouteSetting>();
        for (Node item : sequence.getValue()) {
            var texts = new LinkedHashMap<String, Value>();
            for (var entry : entries(file, ROUTES, item).entrySet()) {
                String place = place(file, entry.getValue()) + ROUTES + "." + entry.getKey();
                texts.put(
                        entry.getKey(),
                        new Value(place, List.of(scalar(place, entry.getValue())), false));
            }
            routes.add(RouteSetting.of(place(file, item) + ROUTES, texts));
        }
        return List.copyOf(routes);
    }

    private static String scalar(String place, Node node) {
        if (node instanceof ScalarNode scalar) return scalar.getValue();
        throw new SettingsException(place + ": this must be a plain value");
    }

    /// `url:` with nothing behind it.
    private static boolean isEmpty(Node node) {
        return node instanceof ScalarNode scalar && scalar.getValue().isEmpty();
    }

    private static String place(String file, Node node) {
        return file + ":" + line(node) + ": ";
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }
}
