package antiphon.server.settings;

import antiphon.ivr.Route;
import antiphon.signaling.Cidr;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything that can be set. What each means, its default and its reason stand in the resource
/// `antiphon.yaml`. Read once at start; nothing reads settings later.
///
/// @param stateDir absolute
/// @param flowSettings what flows read with `setting("name")`
public record Settings(
        Path stateDir,
        LogLevel logLevel,
        Sip sip,
        Rtp rtp,
        Http http,
        Database database,
        Duration drain,
        List<Route> routes,
        Map<String, String> flowSettings) {

    public enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    public record Sip(InetAddress address, int port, List<Cidr> trusted, int callsMax) {}

    /// @param advertised the address in our session descriptions; null: the one that reaches the
    ///   peer
    /// @param loops media threads; never 0
    public record Rtp(
            PortRange ports,
            @Nullable InetAddress advertised,
            int loops,
            Duration mediaTimeout,
            Duration holdTimeout) {}

    /// @param port 0: any free one
    public record Http(InetAddress address, int port, long uploadBytesMax, Duration idleTimeout) {}

    /// @param url null: the embedded database
    public record Database(@Nullable String url, @Nullable String user, @Nullable String password) {
        /// The URL with user and password among its parameters, as the driver takes them.
        public @Nullable String urlWithUser() {
            if (url == null) return null;
            var parameters = new ArrayList<String>();
            if (user != null) parameters.add("user=" + encoded(user));
            if (password != null) parameters.add("password=" + encoded(password));
            if (parameters.isEmpty()) return url;
            return url + (url.contains("?") ? "&" : "?") + String.join("&", parameters);
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }

        /// Without the password.
        @Override
        public String toString() {
            return "Database[" + (url == null ? null : url.replaceFirst("\\?.*", "")) + "]";
        }
    }

    /// @param min even
    public record PortRange(int min, int max) {}

    /// Reads the settings: built-in defaults, then the file, then the environment.
    ///
    /// @param file what `--config` named; null: `antiphon.yaml` in the current folder if it exists
    /// @throws SettingsException with one line for a person
    public static Settings read(@Nullable Path file, Map<String, String> environment) {
        return from(Layers.read(Optional.ofNullable(file), environment));
    }

    /// The commented file of all settings and their defaults.
    public static String reference() {
        return Layers.reference();
    }

    /// What in the environment looks like a setting and is none; one line each.
    public static List<String> unknownVariables(Map<String, String> environment) {
        return Layers.unknownVariables(environment);
    }

    static Settings from(Layers layers) {
        int loops = layers.value("rtp.loops").integer(0, 64);
        return new Settings(
                layers.value("state.dir").path().toAbsolutePath().normalize(),
                layers.value("log.level").oneOf(LogLevel.class),
                new Sip(
                        layers.value("sip.address").address(),
                        layers.value("sip.port").port(),
                        layers.value("sip.trusted").cidrs(),
                        layers.value("sip.calls_max").integer(1, 100_000)),
                new Rtp(
                        layers.value("rtp.ports").portRange(),
                        layers.value("rtp.advertised").addressOrNull(),
                        loops == 0 ? Runtime.getRuntime().availableProcessors() : loops,
                        layers.value("rtp.media_timeout")
                                .duration(Duration.ofSeconds(5), Duration.ofHours(1)),
                        layers.value("rtp.hold_timeout")
                                .duration(Duration.ofMinutes(1), Duration.ofHours(24))),
                new Http(
                        layers.value("http.address").address(),
                        layers.value("http.port").portOrAny(),
                        layers.value("http.upload_max").bytes(64L << 10, 114L << 20),
                        layers.value("http.idle_timeout")
                                .duration(Duration.ofSeconds(1), Duration.ofMinutes(10))),
                new Database(
                        layers.value("database.url").postgresUrl(),
                        layers.value("database.user").orNull(),
                        layers.value("database.password").orNull()),
                layers.value("shutdown.drain").duration(Duration.ZERO, Duration.ofMinutes(10)),
                layers.routes(),
                layers.flowSettings());
    }
}
