package antiphon.ivr.turn;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Keys that a caller has pressed and no step has used yet (D1). One per call, owned by its thread.
final class TypeAhead {
    /// Keys kept; more than anyone types ahead on purpose. Further keys are dropped.
    static final int KEYS_MAX = 64;

    private final ArrayDeque<Key> keys = new ArrayDeque<>();
    private char awaitedTerminator;
    private long awaitedUntilNanos;

    /// Gives a press its place in the call's keys, and sees whether it is a late terminator (D9).
    Key press(char digit, long startNanos) {
        boolean late = terminatorMayCome(startNanos) && digit == awaitedTerminator;
        // Only the very next key may be the late one.
        awaitedTerminator = 0;
        return new Key(digit, startNanos, late);
    }

    void add(Key key) {
        if (keys.size() < KEYS_MAX) {
            keys.add(key);
        }
    }

    @Nullable Key poll() {
        return keys.poll();
    }

    /// Whether a key waits that is worth cutting a prompt for.
    boolean hasKeys() {
        return keys.stream().anyMatch(key -> !key.lateTerminator());
    }

    int size() {
        return keys.size();
    }

    void flush() {
        keys.clear();
        awaitedTerminator = 0;
    }

    /// Input has ended by its length: `endKey` as the very next key, until then, means nothing
    /// (D9).
    void expectTerminator(char endKey, long untilNanos) {
        Key head = keys.peek();
        if (head == null) {
            awaitedTerminator = endKey;
            awaitedUntilNanos = untilNanos;
        } else if (head.digit() == endKey && head.startNanos() <= untilNanos) {
            keys.poll();
            keys.addFirst(new Key(endKey, head.startNanos(), true));
        }
    }

    boolean terminatorMayCome(long nowNanos) {
        return awaitedTerminator != 0 && nowNanos <= awaitedUntilNanos;
    }
}
