package antiphon.server.http;

import antiphon.server.settings.Settings;
import antiphon.storage.StorageUnavailable;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.event.HandlerMetaInfo;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JavalinJackson3;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// The administrator's HTTP server. Every request has a virtual thread of its own, so that a slow
/// upload holds up nobody. Safe for any thread.
public final class AdminHttp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminHttp.class);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Connections at once; the server stops accepting until one closes.
    private static final int CONNECTIONS_MAX = 256;

    /// Request line and headers together; more is answered with 431.
    private static final int HEADER_BYTES_MAX = 16 << 10;

    /// The console needs itself alone, and blobs for the audio that it fetches with the token.
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; media-src 'self' blob:; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'";

    private final Javalin javalin;
    private final Settings.Http settings;

    private AdminHttp(Javalin javalin, Settings.Http settings) {
        this.javalin = javalin;
        this.settings = settings;
    }

    /// @throws IOException if the port cannot be bound
    public static AdminHttp start(Settings.Http settings, AdminToken token, AdminParts parts)
            throws IOException {
        return start(settings, token, parts.routes(settings.uploadBytesMax()), handler -> {});
    }

    /// @param added hears of each handler as it is registered
    static AdminHttp start(
            Settings.Http settings,
            AdminToken token,
            List<Routes> groups,
            Consumer<HandlerMetaInfo> added)
            throws IOException {
        Javalin javalin =
                Javalin.create(config -> configure(config, settings, token, groups, added));
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw new IOException(e.getMessage(), e);
        }
        return new AdminHttp(javalin, settings);
    }

    private static void configure(
            JavalinConfig config,
            Settings.Http settings,
            AdminToken token,
            List<Routes> groups,
            Consumer<HandlerMetaInfo> added) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.prefer405over404 = true;
        config.http.defaultContentType = "application/json";
        config.jsonMapper(new JavalinJackson3(JSON, true));
        config.requestLogger.http(AdminHttp::note);
        config.events.handlerAdded(added);
        config.jetty.modifyHttpConfiguration(AdminHttp::limit);
        config.jetty.addConnector((server, http) -> connector(server, http, settings));
        config.jetty.modifyServer(server -> {
            server.addBean(new NetworkConnectionLimit(CONNECTIONS_MAX, server));
            server.setErrorHandler(new ProblemPages(JSON));
        });
        config.routes.before(AdminHttp::secure);
        config.routes.before("/api/v1/*", context -> authorize(context, token));
        groups.forEach(group -> group.addTo(config.routes));
        problems(config.routes);
    }

    private static void limit(HttpConfiguration http) {
        http.setRequestHeaderSize(HEADER_BYTES_MAX);
        http.setSendServerVersion(false);
    }

    private static ServerConnector connector(
            Server server, HttpConfiguration http, Settings.Http settings) {
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.address().getHostAddress());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.idleTimeout().toMillis());
        return connector;
    }

    private static void secure(Context context) {
        context.header("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Referrer-Policy", "no-referrer");
        context.header("Cache-Control", "no-store");
    }

    /// Who looks back must see what was changed; mere reading is noise.
    private static void note(Context context, Float millis) {
        if (context.method().name().equals("GET")) {
            LOG.debug(
                    "{} {}: {} in {} ms",
                    context.method(),
                    context.path(),
                    context.statusCode(),
                    millis);
        } else {
            LOG.info("{} {}: {}", context.method(), context.path(), context.statusCode());
        }
    }

    private static void authorize(Context context, AdminToken token) {
        if (token.authorizes(context.header("Authorization"))) return;
        context.header("WWW-Authenticate", "Bearer realm=\"antiphon\"");
        throw new ProblemException(
                Problem.of(
                        401,
                        "send `Authorization: Bearer TOKEN`; the token stands in the file"
                                + " admin-token of the state folder"));
    }

    /// Everything that goes wrong leaves as a problem document.
    private static void problems(RoutesConfig routes) {
        routes.exception(ProblemException.class, (e, context) -> e.problem().answer(context));
        routes.exception(
                StorageUnavailable.class,
                (e, context) ->
                        Problem.of(503, "the database does not answer: " + e.getMessage())
                                .answer(context));
        routes.exception(HttpResponseException.class, AdminHttp::notServed);
        routes.exception(EofException.class, (e, context) -> context.status(400));
        routes.exception(Exception.class, AdminHttp::unforeseen);
    }

    /// What Javalin itself refuses: no such path, no such method.
    private static void notServed(HttpResponseException e, Context context) {
        String detail =
                switch (e.getStatus()) {
                    case 404 -> "there is nothing at " + context.path();
                    case 405 -> context.method() + " is not allowed here; see Allow";
                    default -> String.valueOf(e.getMessage());
                };
        String methods = e.getDetails().get("availableMethods");
        if (methods != null) context.header("Allow", methods);
        Problem.of(e.getStatus(), detail).answer(context);
    }

    private static void unforeseen(Exception e, Context context) {
        LOG.error("{} {} failed", context.method(), context.path(), e);
        Problem.of(500, "the server failed; its log says why").answer(context);
    }

    /// Where the console is.
    public URI uri() {
        String host = settings.address().getHostAddress();
        if (host.contains(":")) host = "[" + host + "]";
        return URI.create("http://" + host + ":" + javalin.port());
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
