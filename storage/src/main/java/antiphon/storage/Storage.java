package antiphon.storage;

import java.util.function.Consumer;

/// Everything that lasts: PostgreSQL and the audio files. One per state folder. Safe for any
/// thread.
@SuppressWarnings("DoNotCallSuggester")
public final class Storage implements AutoCloseable {
    /// Starts PostgreSQL if embedded, migrates, reconciles recordings.
    ///
    /// @throws StorageUnavailable saying what is wrong, where, and what is needed
    public static Storage open(StorageSettings settings) {
        throw new UnsupportedOperationException();
    }

    /// Whether the database answered when last asked; cheap.
    public boolean available() {
        throw new UnsupportedOperationException();
    }

    /// Which database and where, without password.
    public String description() {
        throw new UnsupportedOperationException();
    }

    public Mailboxes mailboxes() {
        throw new UnsupportedOperationException();
    }

    public Messages messages() {
        throw new UnsupportedOperationException();
    }

    public Recordings recordings() {
        throw new UnsupportedOperationException();
    }

    public FlowTexts flows() {
        throw new UnsupportedOperationException();
    }

    public CallRecords callRecords() {
        throw new UnsupportedOperationException();
    }

    /// Called after each message's commit, on the thread that stored it; a listener must be quick.
    public void onMessageStored(Consumer<Message> listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
