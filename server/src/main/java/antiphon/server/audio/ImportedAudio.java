package antiphon.server.audio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// An upload as we play it.
///
/// @param wav 16 kHz, 16 bit, mono, PCM; a temporary file that [#close] deletes: copy it where it
///   belongs before
/// @param levelLufs loudness by ITU-R BS.1770 of what is in the file; negative infinity for silence
/// @param peakDbfs largest sample; negative infinity for silence
/// @param warnings for the person who uploaded it, in words; empty if all is well
public record ImportedAudio(
        Path wav, long durationMillis, double levelLufs, double peakDbfs, List<String> warnings)
        implements AutoCloseable {

    public ImportedAudio {
        warnings = List.copyOf(warnings);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(wav);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
