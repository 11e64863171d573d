package antiphon.storage;

/// No recording can begin: the disk is full or the folder cannot be written. The message names
/// folder and cause.
public final class RecordingRefused extends RuntimeException {
    RecordingRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
