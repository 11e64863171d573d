package antiphon.storage;

/// The road of a recording from its first sample to its row. Safe for any thread.
@SuppressWarnings("DoNotCallSuggester")
public final class Recordings {
    /// Notes the facts durably and names the file to record into.
    ///
    /// @throws RecordingRefused when the disk is full or not writable
    public IncomingRecording begin(RecordingFacts facts) {
        throw new UnsupportedOperationException();
    }

    /// Takes over a file that the recorder has closed. Keeps the message even while the database is
    /// down.
    public DepositResult finish(IncomingRecording recording, long durationMillis, String ending) {
        throw new UnsupportedOperationException();
    }

    /// Forgets a recording that is not worth keeping.
    public void discard(IncomingRecording recording) {
        throw new UnsupportedOperationException();
    }

    /// Brings files and rows together.
    public ReconcileReport reconcile() {
        throw new UnsupportedOperationException();
    }
}
