package antiphon.server.http;

import antiphon.storage.CallRecords;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Records of calls that have ended, the latest first.
final class CallRecordRoutes implements Routes {
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 1000;

    private final CallRecords records;

    CallRecordRoutes(CallRecords records) {
        this.records = records;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(
                "/api/v1/cdrs",
                context -> context.json(records.latest(limit(context), before(context))));
    }

    private static int limit(Context context) {
        String text = context.queryParam("limit");
        if (text == null) return LIMIT_DEFAULT;
        String allowed = "a whole number from 1 to " + LIMIT_MAX;
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= LIMIT_MAX) return limit;
        } catch (NumberFormatException _) {
            // Answered below.
        }
        throw new ProblemException(
                Problem.of(400, "limit is not allowed; allowed: " + allowed).at("limit", allowed));
    }

    private static @Nullable Instant before(Context context) {
        String text = context.queryParam("before");
        if (text == null) return null;
        try {
            return Instant.parse(text);
        } catch (DateTimeException _) {
            String allowed = "a time as 2026-11-24T10:00:00Z";
            throw new ProblemException(
                    Problem.of(400, "before is not allowed; allowed: " + allowed)
                            .at("before", allowed));
        }
    }
}
