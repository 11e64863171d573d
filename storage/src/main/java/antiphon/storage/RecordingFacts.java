package antiphon.storage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is known of a message before its first sample.
public record RecordingFacts(
        String mailbox,
        @Nullable String callerNumber,
        @Nullable String callerName,
        @Nullable String callId,
        Instant recordedAt) {}
