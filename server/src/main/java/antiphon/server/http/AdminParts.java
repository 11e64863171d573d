package antiphon.server.http;

import antiphon.ivr.FlowLibrary;
import antiphon.ivr.prompt.MusicCatalogue;
import antiphon.ivr.prompt.PromptCatalogue;
import antiphon.media.MediaEngine;
import antiphon.server.audio.AudioImport;
import antiphon.signaling.SipServer;
import antiphon.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/// The parts of the server that an administrator sees and changes.
///
/// @param uploadFolder for files on their way in
/// @param metrics Prometheus text
public record AdminParts(
        Storage storage,
        MediaEngine media,
        SipServer sip,
        FlowLibrary flows,
        PromptCatalogue prompts,
        MusicCatalogue music,
        AudioImport audio,
        Path uploadFolder,
        HealthRoutes health,
        Supplier<String> metrics) {

    List<Routes> routes(long uploadBytesMax) throws IOException {
        var uploads = new Uploads(uploadFolder, audio, uploadBytesMax);
        return List.of(
                health,
                new MetricsRoutes(metrics),
                new CallRoutes(sip),
                new ConferenceRoutes(media, sip),
                new MailboxRoutes(storage.mailboxes()),
                new MessageRoutes(storage.mailboxes(), storage.messages()),
                new CallRecordRoutes(storage.callRecords()),
                new FlowRoutes(flows),
                new PromptRoutes(prompts, flows, uploads, Clock.systemUTC()),
                new MusicRoutes(music, uploads),
                new OpenApiRoutes(),
                ConsoleRoutes.load());
    }
}
