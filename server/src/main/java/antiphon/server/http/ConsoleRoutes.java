package antiphon.server.http;

import io.javalin.config.RoutesConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The console: static files that use the API as any other program does.
final class ConsoleRoutes implements Routes {
    private static final List<String> FILES =
            List.of(
                    "console.css",
                    "console.js",
                    "api.js",
                    "dom.js",
                    "health.js",
                    "calls.js",
                    "conferences.js",
                    "mailboxes.js",
                    "prompts.js",
                    "flows.js");

    private final byte[] page;
    private final Map<String, byte[]> files;

    private ConsoleRoutes(byte[] page, Map<String, byte[]> files) {
        this.page = page;
        this.files = files;
    }

    static ConsoleRoutes load() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String name : FILES) files.put(name, Resource.bytes("console/" + name));
        return new ConsoleRoutes(Resource.bytes("console/index.html"), files);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/", context -> context.contentType("text/html; charset=utf-8").result(page));
        files.forEach((name, bytes) ->
                routes.get(
                        "/console/" + name,
                        context -> context.contentType(type(name)).result(bytes)));
    }

    private static String type(String name) {
        return (name.endsWith(".css") ? "text/css" : "text/javascript") + "; charset=utf-8";
    }
}
