package antiphon.storage;

import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// One at a time per recording: deposit, removal and reconciling of the same one never overlap.
///
/// Locks of the process suffice, because a state folder has one server ([StateLock]).
final class RecordingLocks {
    /// More than calls end in one moment; two recordings that share a lock just wait for each
    /// other.
    private static final int LOCKS = 256;

    private final Lock[] locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(Lock[]::new);

    Held hold(UUID id) {
        Lock lock = locks[(int) (id.getLeastSignificantBits() & (LOCKS - 1))];
        lock.lock();
        return lock::unlock;
    }

    /// For `try (…)`.
    interface Held extends AutoCloseable {
        @Override
        void close();
    }
}
