package antiphon.media;

import java.io.IOException;

/// A file is no WAV that we can read; the message says why and what can be read.
final class WavFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    WavFormatException(String message) {
        super(message);
    }
}
