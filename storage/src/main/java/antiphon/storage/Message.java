package antiphon.storage;

import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A message left in a mailbox.
///
/// @param audio absolute path of the WAV file
/// @param ending why the recording ended, in the words given to [Recordings#finish]; `broken-off`
///   when the server stopped during it
public record Message(
        UUID id,
        String mailbox,
        MessageState state,
        @Nullable String callerNumber,
        @Nullable String callerName,
        Instant recordedAt,
        long durationMillis,
        @Nullable String callId,
        Path audio,
        String ending) {}
