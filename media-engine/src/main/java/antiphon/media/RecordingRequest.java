package antiphon.media;

import java.nio.file.Path;
import java.time.Duration;

/// How to record what a session hears from its peer, as WAV, 16 bit, mono.
///
/// @param file created by the recorder; must not exist
/// @param max longest length; then the recording ends with `LIMIT`
/// @param silence ends the recording after this long without speech; zero: never
/// @param endKeys keys that end the recording, for instance `#`; empty: none
public record RecordingRequest(Path file, Duration max, Duration silence, String endKeys) {}
