package antiphon.server.audio;

import java.time.Duration;

/// What one import may cost.
///
/// @param inputBytesMax of the uploaded file
/// @param audioMax how long it may play
/// @param wallTimeMax for the decoder, and its processor time as well
/// @param memoryMegabytesMax address space of the decoder; FFmpeg's libraries alone take 100, and
///   decoding begins to work at 200
/// @param atOnceMax decoders at the same time
/// @param waitMax for a free place
public record ImportLimits(
        long inputBytesMax,
        Duration audioMax,
        Duration wallTimeMax,
        int memoryMegabytesMax,
        int atOnceMax,
        Duration waitMax) {

    /// Ten minutes of uncompressed CD audio are 106 MB.
    public static final ImportLimits STANDARD =
            new ImportLimits(
                    120_000_000,
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(60),
                    512,
                    2,
                    Duration.ofSeconds(20));
}
