package antiphon.storage;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.SecureString;
import com.password4j.types.Argon2;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// PINs as Argon2id hashes in the PHC string format, which carries its own parameters.
///
/// A PIN of four digits is soon tried out by whoever holds the hash; the hash only makes that cost
/// something, and the lock-out in [Mailboxes] is what protects the box. Safe for any thread.
final class PinHashes {
    /// OWASP's second choice of Argon2id parameters: 12 MiB, 3 passes, 1 lane.
    private static final int MEMORY_KIB = 12 * 1024;

    private static final int PASSES = 3;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;

    /// Hashes computed at once: each takes 12 MB and a core for a moment, and the cores belong to
    /// the media.
    private static final int AT_ONCE_MAX = 2;

    private final Argon2Function argon2 =
            Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID);
    private final Semaphore turns = new Semaphore(AT_ONCE_MAX, true);

    /// Checked when there is nothing to check, so that the answer takes as long.
    private volatile @Nullable String decoy;

    String hash(String pin) {
        turns.acquireUninterruptibly();
        try {
            return Password.hash(pin).addRandomSalt(SALT_BYTES).with(argon2).getResult();
        } finally {
            turns.release();
        }
    }

    /// Whether the PIN is the one that was hashed; compares in constant time. False for no hash, no
    /// sooner.
    boolean matches(char[] pin, @Nullable String hash) {
        String reference = hash == null ? decoy() : hash;
        turns.acquireUninterruptibly();
        try {
            Argon2Function function = Argon2Function.getInstanceFromHash(reference);
            boolean same = Password.check(new SecureString(pin), reference).with(function);
            return same && hash != null;
        } finally {
            turns.release();
        }
    }

    private String decoy() {
        String existing = decoy;
        if (existing == null) {
            existing = hash("no PIN");
            decoy = existing;
        }
        return existing;
    }
}
