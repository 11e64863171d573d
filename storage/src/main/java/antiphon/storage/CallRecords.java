package antiphon.storage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The call records. Safe for any thread.
@SuppressWarnings("DoNotCallSuggester")
public final class CallRecords {
    /// Never blocks: a queue and a thread of its own; what does not fit while the database is down
    /// is counted.
    public void write(CallRecord record) {
        throw new UnsupportedOperationException();
    }

    /// The latest first.
    ///
    /// @param before only calls that started before then; null: from the newest on
    public List<CallRecord> latest(int limit, @Nullable Instant before) {
        throw new UnsupportedOperationException();
    }

    /// Records lost because the database was down longer than the queue lasts.
    public long dropped() {
        throw new UnsupportedOperationException();
    }
}
