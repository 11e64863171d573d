package antiphon.storage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Checks PINs and locks a box after too many wrong ones, in however many calls they come.
///
/// An attempt is counted before the PIN is looked at, and the right PIN takes the count back: fifty
/// calls that try at the same moment have no more attempts than one. Safe for any thread.
final class PinGuard {
    /// Wrong PINs before the box is locked.
    static final int WRONG_PINS_MAX = 5;

    /// The first lock-out; each wrong PIN after it doubles the next.
    static final Duration LOCK_OUT_MIN = Duration.ofMinutes(1);

    static final Duration LOCK_OUT_MAX = Duration.ofHours(1);

    private final Database database;
    private final PinHashes hashes;
    private final InstantSource clock;

    PinGuard(Database database, PinHashes hashes, InstantSource clock) {
        this.database = database;
        this.hashes = hashes;
        this.clock = clock;
    }

    private sealed interface Attempt {
        record Locked() implements Attempt {}

        record Impossible(PinVerdict verdict) implements Attempt {}

        record Counted(UUID box, String hash) implements Attempt {}
    }

    private record State(
            UUID box, @Nullable String hash, int wrongPins, @Nullable Instant lockedUntil) {}

    PinVerdict verify(String number, char[] pin) {
        return switch (database.inTransaction(tx -> countAttempt(tx, number, clock.instant()))) {
            case Attempt.Locked _ ->
                    PinVerdict.LOCKED; // costs no hash: whoever hammers on a lock gains nothing
            case Attempt.Impossible(PinVerdict verdict) -> {
                hashes.matches(pin, null); // so that the time taken tells nothing
                yield verdict;
            }
            case Attempt.Counted(UUID box, String hash) -> {
                if (!hashes.matches(pin, hash)) {
                    yield PinVerdict.WRONG;
                }
                database.useTransaction(tx -> forgive(tx, box, hash));
                yield PinVerdict.ACCEPTED;
            }
        };
    }

    private static Attempt countAttempt(Handle tx, String number, Instant now) {
        State state = read(tx, number);
        if (state == null) {
            return new Attempt.Impossible(PinVerdict.UNKNOWN);
        }
        if (state.hash() == null) {
            return new Attempt.Impossible(PinVerdict.NO_PIN);
        }
        if (state.lockedUntil() != null && now.isBefore(state.lockedUntil())) {
            return new Attempt.Locked();
        }
        int wrong = state.wrongPins() + 1;
        tx.createUpdate(
                        "UPDATE mailbox SET wrong_pins = :wrong, locked_until = :until WHERE id = :box")
                .bind("wrong", wrong)
                .bind("until", wrong < WRONG_PINS_MAX ? null : Rows.time(now.plus(lockOut(wrong))))
                .bind("box", state.box())
                .execute();
        return new Attempt.Counted(state.box(), state.hash());
    }

    private static @Nullable State read(Handle tx, String number) {
        return tx.createQuery(
                        """
                        SELECT id, pin_hash, wrong_pins, locked_until FROM mailbox
                        WHERE number = :number FOR NO KEY UPDATE\
                        """)
                .bind("number", number)
                .map((row, _) ->
                        new State(
                                row.getObject("id", UUID.class),
                                row.getString("pin_hash"),
                                row.getInt("wrong_pins"),
                                Rows.instantOrNull(row, "locked_until")))
                .findOne()
                .orElse(null);
    }

    private static void forgive(Handle tx, UUID box, String hash) {
        // Not if the PIN has been changed meanwhile: that has ended the lock-out already.
        tx.createUpdate(
                        "UPDATE mailbox SET wrong_pins = 0, locked_until = NULL WHERE id = :box AND pin_hash = :hash")
                .bind("box", box)
                .bind("hash", hash)
                .execute();
    }

    /// One minute after the fifth wrong PIN, two after the sixth, and so on up to an hour.
    static Duration lockOut(int wrongPins) {
        int doublings = Math.clamp((long) wrongPins - WRONG_PINS_MAX, 0, 16);
        Duration doubled = LOCK_OUT_MIN.multipliedBy(1L << doublings);
        return doubled.compareTo(LOCK_OUT_MAX) > 0 ? LOCK_OUT_MAX : doubled;
    }
}
