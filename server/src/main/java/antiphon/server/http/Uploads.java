package antiphon.server.http;

import antiphon.server.audio.AudioImport;
import antiphon.server.audio.AudioImport.Loudness;
import antiphon.server.audio.AudioRefused;
import antiphon.server.audio.ImportedAudio;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Takes audio files from people: first whole to disk, however slowly they come, then to the
/// converter, of which there are few places. Safe for any thread.
final class Uploads {
    private final Path folder;
    private final AudioImport audio;
    private final long bytesMax;

    /// @param folder for files on their way; what a killed server left there is removed
    Uploads(Path folder, AudioImport audio, long bytesMax) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.audio = audio;
        this.bytesMax = bytesMax;
        try (var left = Files.newDirectoryStream(folder)) {
            for (Path file : left) Files.deleteIfExists(file);
        }
    }

    /// The body as the server plays it; the caller closes it.
    ///
    /// @param name for messages, where the request does not name the file
    ImportedAudio receive(Context context, String name, Loudness loudness) throws IOException {
        Path file = Files.createTempFile(folder, "upload", "");
        try {
            Body.toFile(context, file, bytesMax);
            String fileName = context.queryParam("fileName");
            try (InputStream in = Files.newInputStream(file)) {
                return audio.convert(fileName == null ? name : fileName, in, loudness);
            }
        } catch (AudioRefused e) {
            throw new ProblemException(Problem.of(status(e), String.valueOf(e.getMessage())));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static int status(AudioRefused refused) {
        return switch (refused.reason()) {
            case EMPTY -> 400;
            case TOO_LARGE -> 413;
            case BUSY -> 503;
            case NOT_AUDIO, TOO_LONG, TOO_HARD -> 422;
        };
    }
}
