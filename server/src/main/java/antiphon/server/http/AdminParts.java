package antiphon.server.http;

import antiphon.media.MediaEngine;
import antiphon.storage.Storage;
import java.util.List;

/// The parts of the server that an administrator sees and changes.
public record AdminParts(Storage storage, MediaEngine media, HealthRoutes health) {

    List<Routes> routes(long uploadBytesMax) {
        return List.of(
                health,
                new MailboxRoutes(storage.mailboxes()),
                new MessageRoutes(storage.mailboxes(), storage.messages()),
                new CallRecordRoutes(storage.callRecords()),
                new ConferenceRoutes(media),
                new OpenApiRoutes(),
                ConsoleRoutes.load());
    }
}
