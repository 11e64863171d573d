package antiphon.server.settings;

/// A setting that cannot be used. The message is one line for the person who wrote it: where, which
/// key, the bad value and what is allowed.
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingsException(String message) {
        super(message);
    }
}
