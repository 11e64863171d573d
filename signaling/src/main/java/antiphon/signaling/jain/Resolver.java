package antiphon.signaling.jain;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Finds addresses of host names on threads of its own: the system's resolver may block for many
/// seconds and would hold a carrier of the virtual threads. Never called on a SIP thread.
final class Resolver implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int WAITING_MAX = 100;
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private final ThreadPoolExecutor executor =
            new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    10,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(WAITING_MAX),
                    Thread.ofPlatform().daemon().name("sip-resolver-", 0).factory());

    Resolver() {
        executor.allowCoreThreadTimeOut(true);
    }

    /// @return null if the name has no address, or none in time
    @Nullable InetAddress resolve(String host) {
        String bare =
                host.startsWith("[") && host.endsWith("]")
                        ? host.substring(1, host.length() - 1)
                        : host;
        try {
            return InetAddress.ofLiteral(bare);
        } catch (IllegalArgumentException _) {
            return lookUp(bare);
        }
    }

    private @Nullable InetAddress lookUp(String name) {
        var task = new FutureTask<InetAddress>(() -> InetAddress.getByName(name));
        try {
            executor.execute(task);
            return task.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            assert e.getCause() instanceof UnknownHostException : e.getCause();
            return null;
        } catch (TimeoutException | RejectedExecutionException _) {
            return null;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
