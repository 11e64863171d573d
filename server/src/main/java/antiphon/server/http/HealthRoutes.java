package antiphon.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Whether the process lives, and whether it can take calls. Needs no token.
public final class HealthRoutes implements Routes {
    private final List<Part> parts;

    public HealthRoutes(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /// One thing that must work before calls can be taken.
    ///
    /// @param problem what is wrong with it now; empty: nothing
    public record Part(String name, Supplier<String> problem) {}

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/health/live", context -> context.json(Map.of("status", "live")));
        routes.get("/health/ready", this::ready);
    }

    private void ready(Context context) {
        Map<String, String> states = new LinkedHashMap<>();
        var wrong = new StringBuilder();
        for (Part part : parts) {
            String problem = part.problem().get();
            states.put(part.name(), problem.isEmpty() ? "ready" : problem);
            if (!problem.isEmpty()) {
                wrong.append(wrong.isEmpty() ? "" : "; ")
                        .append(part.name())
                        .append(": ")
                        .append(problem);
            }
        }
        if (wrong.isEmpty()) {
            context.json(Map.of("status", "ready", "parts", states));
        } else {
            Problem.of(503, wrong.toString()).answer(context);
        }
    }
}
