package antiphon.server.http;

import io.javalin.config.RoutesConfig;

/// The description of this interface (OpenAPI 3.1), for programs. It says nothing secret and needs
/// no token. A test holds it to the routes that exist.
final class OpenApiRoutes implements Routes {
    private final byte[] document = Resource.bytes("openapi.json");

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(
                "/api/openapi.json",
                context -> context.contentType("application/json").result(document));
    }
}
