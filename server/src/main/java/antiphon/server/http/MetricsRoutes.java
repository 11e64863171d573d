package antiphon.server.http;

import io.javalin.config.RoutesConfig;
import java.util.function.Supplier;

/// Metrics for Prometheus. Needs no token.
final class MetricsRoutes implements Routes {
    private final Supplier<String> scrape;

    MetricsRoutes(Supplier<String> scrape) {
        this.scrape = scrape;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(
                "/metrics",
                context ->
                        context.contentType("text/plain; version=0.0.4; charset=utf-8")
                                .result(scrape.get()));
    }
}
