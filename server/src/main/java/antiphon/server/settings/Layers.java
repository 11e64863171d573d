package antiphon.server.settings;

import antiphon.ivr.Route;
import antiphon.ivr.yaml.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/// The settings in the order in which they win: environment, the person's file, the defaults. The
/// keys of the defaults are all that exist, so the reference can never miss one.
final class Layers {
    static final String FILE = "antiphon.yaml";
    private static final String PREFIX = "ANTIPHON_";

    private final Map<String, Value> values;
    private final List<Route> routes;
    private final Map<String, String> flowSettings;

    private Layers(
            Map<String, Value> values, List<Route> routes, Map<String, String> flowSettings) {
        this.values = values;
        this.routes = routes;
        this.flowSettings = flowSettings;
    }

    static Layers read(Optional<Path> file, Map<String, String> environment) {
        Path path = file.orElse(Path.of(FILE));
        if (file.isEmpty() && !Files.exists(path)) return of("", "", environment);
        try {
            return of(path.toString(), Files.readString(path), environment);
        } catch (NoSuchFileException _) {
            throw new SettingsException(path + ": there is no such file");
        } catch (CharacterCodingException _) {
            throw new SettingsException(path + ": not UTF-8 text");
        } catch (IOException e) {
            throw new SettingsException(path + ": cannot be read: " + e.getMessage());
        }
    }

    /// @param name of the person's file, for messages
    static Layers of(String name, String text, Map<String, String> environment) {
        SettingsFile defaults = SettingsFile.parse("built-in " + FILE, reference());
        SettingsFile file = SettingsFile.parse(name, text);
        file.values().forEach((key, value) -> mustExist(key, value, defaults.values().keySet()));
        var values = new LinkedHashMap<>(defaults.values());
        values.putAll(file.values());
        values.replaceAll((key, value) -> fromEnvironment(key, environment).orElse(value));
        return new Layers(
                values,
                section(
                        SettingsFile.ROUTES,
                        environment,
                        SettingsFile::parseRoutes,
                        file.routes().or(defaults::routes).orElse(List.of())),
                section(
                        SettingsFile.FLOW_SETTINGS,
                        environment,
                        SettingsFile::parseFlowSettings,
                        file.flowSettings().orElse(Map.of())));
    }

    /// A section that is read as a whole, from YAML in the environment if it is there.
    private static <T> T section(
            String name,
            Map<String, String> environment,
            BiFunction<String, String, T> parser,
            T otherwise) {
        String text = environment.get(variable(name));
        if (text == null) return otherwise;
        return parser.apply("environment variable " + variable(name), text);
    }

    /// The commented reference of all settings.
    static String reference() {
        try (InputStream in = Layers.class.getResourceAsStream("/antiphon/server/" + FILE)) {
            return new String(
                    Objects.requireNonNull(in, FILE).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Value value(String key) {
        return Objects.requireNonNull(values.get(key), key);
    }

    List<Route> routes() {
        return routes;
    }

    Map<String, String> flowSettings() {
        return flowSettings;
    }

    /// Variables that look like settings of ours and are none, each with what was probably meant.
    /// No error, because orchestrators make such names themselves (`ANTIPHON_SERVICE_HOST`).
    static List<String> unknownVariables(Map<String, String> environment) {
        Set<String> known = new TreeSet<>();
        known.add("ANTIPHON_JAVA_OPTS"); // read by the launcher
        known.add(variable(SettingsFile.ROUTES));
        known.add(variable(SettingsFile.FLOW_SETTINGS));
        SettingsFile.parse(FILE, reference())
                .values()
                .keySet()
                .forEach(k -> known.add(variable(k)));
        return environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
                .sorted()
                .map(name ->
                        "environment variable "
                                + name
                                + " is no setting"
                                + Nearest.hint(name, known))
                .toList();
    }

    private static Optional<Value> fromEnvironment(String key, Map<String, String> environment) {
        String variable = variable(key);
        return Optional.ofNullable(environment.get(variable))
                .map(text ->
                        new Value(
                                "environment variable " + variable,
                                List.of(text.strip()),
                                key.endsWith("password")));
    }

    private static String variable(String key) {
        return PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static void mustExist(String key, Value value, Set<String> known) {
        if (known.contains(key)) return;
        String meant = Nearest.hint(key, known);
        throw new SettingsException(value.place() + ": there is no such setting" + meant);
    }
}
