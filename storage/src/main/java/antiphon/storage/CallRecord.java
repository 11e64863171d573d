package antiphon.storage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is kept of a call that has ended.
public record CallRecord(
        String id,
        String sipCallId,
        String caller,
        String called,
        String requestUri,
        Instant startedAt,
        @Nullable Instant answeredAt,
        Instant endedAt,
        String cause,
        @Nullable String codec,
        long packetsReceived,
        long packetsLost,
        double jitterMillis) {}
