package antiphon.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The facts file of a deposit: everything its row will hold, on disk before the first sample.
///
/// Where it exists, the deposit is not known to be complete; removing it is the deposit's last
/// step.
///
/// @param mailboxId which box had that number when the recording began; null: not known
/// @param ending null until the recording has ended as it should
record Facts(
        UUID id,
        String mailbox,
        @Nullable UUID mailboxId,
        @Nullable String callerNumber,
        @Nullable String callerName,
        @Nullable String callId,
        Instant recordedAt,
        long durationMillis,
        @Nullable String ending) {
    /// The ending of a message whose recording the server did not see end.
    static final String BROKEN_OFF = "broken-off";

    /// A facts file is some hundred bytes; what is larger is not one.
    private static final int FILE_BYTES_MAX = 16_384;

    private static final JsonFactory JSON = new JsonFactory();

    static Facts of(UUID id, @Nullable UUID mailboxId, RecordingFacts known) {
        return new Facts(
                id,
                known.mailbox(),
                mailboxId,
                Text.cleanOrNull(known.callerNumber(), Text.CALLER_LENGTH_MAX),
                Text.cleanOrNull(known.callerName(), Text.CALLER_LENGTH_MAX),
                Text.cleanOrNull(known.callId(), Text.CALL_ID_LENGTH_MAX),
                known.recordedAt(),
                0,
                null);
    }

    Facts ended(long newDurationMillis, String newEnding) {
        return new Facts(
                id,
                mailbox,
                mailboxId,
                callerNumber,
                callerName,
                callId,
                recordedAt,
                Math.max(0, newDurationMillis),
                Text.clean(newEnding, Text.ENDING_LENGTH_MAX));
    }

    void write(Path file) throws IOException {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        values.put("id", id.toString());
        values.put("mailbox", mailbox);
        values.put("mailboxId", mailboxId == null ? null : mailboxId.toString());
        values.put("callerNumber", callerNumber);
        values.put("callerName", callerName);
        values.put("callId", callId);
        values.put("recordedAt", recordedAt.toString());
        values.put("durationMillis", ending == null ? null : Long.toString(durationMillis));
        values.put("ending", ending);
        var bytes = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            values.forEach((name, value) -> {
                if (value != null) {
                    json.writeStringProperty(name, value);
                }
            });
            json.writeEndObject();
        }
        Folders.writeDurably(file, bytes.toByteArray());
    }

    /// Null if the file is gone or is not a facts file.
    static @Nullable Facts read(Path file) throws IOException {
        if (Files.notExists(file) || Files.size(file) > FILE_BYTES_MAX) {
            return null;
        }
        Map<String, String> values = new LinkedHashMap<>();
        try (var json = JSON.createParser(ObjectReadContext.empty(), Files.readAllBytes(file))) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                if (json.nextToken() != JsonToken.VALUE_STRING) {
                    return null;
                }
                values.put(name, json.getString());
            }
            return of(values);
        } catch (JacksonException | DateTimeException | IllegalArgumentException _) {
            return null;
        }
    }

    private static @Nullable Facts of(Map<String, String> values) {
        String id = values.get("id");
        String mailbox = values.get("mailbox");
        String recordedAt = values.get("recordedAt");
        if (id == null || mailbox == null || recordedAt == null) {
            return null;
        }
        String mailboxId = values.get("mailboxId");
        return new Facts(
                UUID.fromString(id),
                mailbox,
                mailboxId == null ? null : UUID.fromString(mailboxId),
                values.get("callerNumber"),
                values.get("callerName"),
                values.get("callId"),
                Instant.parse(recordedAt),
                Long.parseLong(values.getOrDefault("durationMillis", "0")),
                values.get("ending"));
    }
}
