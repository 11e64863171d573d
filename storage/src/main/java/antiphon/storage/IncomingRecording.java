package antiphon.storage;

import java.nio.file.Path;
import java.util.UUID;

/// A recording that has begun. The recorder makes the file `audio`: WAV, 16 bit, mono, any rate.
public record IncomingRecording(UUID id, Path audio, RecordingFacts facts) {}
