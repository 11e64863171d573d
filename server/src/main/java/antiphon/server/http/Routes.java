package antiphon.server.http;

import io.javalin.config.RoutesConfig;

/// One noun of the API with what can be done to it. Handlers run on a virtual thread each and may
/// block.
interface Routes {
    void addTo(RoutesConfig routes);
}
