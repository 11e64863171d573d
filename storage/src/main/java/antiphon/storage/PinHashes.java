package antiphon.storage;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.SecureString;
import com.password4j.types.Argon2;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// PINs as Argon2id hashes in the PHC string format, which carries its own parameters.
///
/// A PIN of four digits is soon tried out by whoever holds the hash; the hash only makes that cost
/// something, and the lock-out in [PinGuard] is what protects the box. Safe for any thread.
final class PinHashes implements AutoCloseable {
    /// OWASP's second choice of Argon2id parameters: 12 MiB, 3 passes, 1 lane.
    private static final int MEMORY_KIB = 12 * 1024;

    private static final int PASSES = 3;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;

    private final Argon2Function argon2 =
            Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID);

    /// One platform thread, so one hash at a time: on the calls' own virtual threads a few PINs at
    /// once would hold all cores, and every other call would stand still meanwhile.
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("pin-hashes").factory());

    /// Checked when there is nothing to check, so that the answer takes as long.
    private @Nullable String decoy;

    String hash(String pin) {
        return onWorker(() -> compute(pin));
    }

    /// Whether the PIN is the one that was hashed; compares in constant time. False for no hash, no
    /// sooner.
    boolean matches(char[] pin, @Nullable String hash) {
        return onWorker(() -> {
            String reference = hash == null ? decoy() : hash;
            Argon2Function function = Argon2Function.getInstanceFromHash(reference);
            boolean same = Password.check(new SecureString(pin), reference).with(function);
            return same && hash != null;
        });
    }

    private String compute(String pin) {
        return Password.hash(pin).addRandomSalt(SALT_BYTES).with(argon2).getResult();
    }

    /// On the worker.
    private String decoy() {
        String existing = decoy;
        if (existing == null) {
            existing = compute("no PIN");
            decoy = existing;
        }
        return existing;
    }

    private <T> T onWorker(Callable<T> work) {
        try {
            return worker.submit(work).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageUnavailable("interrupted while a PIN was being checked", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("PIN hash", e.getCause());
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
