package antiphon.bench.phone;

import antiphon.bench.sip.SipMessage;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One request and its responses (RFC 3261 §17.1): sent again by timers A and E over UDP until
/// answered. Safe for any thread.
final class ClientTransaction {
    static final long T1_MILLIS = 500;
    static final long T2_MILLIS = 4_000;
    private static final int SENDINGS_MAX = 11; // 64*T1 with timer E's pace

    private final Phone phone;
    private final String method;
    private final String request;
    private final InetSocketAddress target;
    private final CompletableFuture<SipMessage> answer = new CompletableFuture<>();
    private final List<Integer> provisionals = new CopyOnWriteArrayList<>();
    private final @Nullable Dialog dialog;
    private volatile int sendings;

    ClientTransaction(
            Phone phone, String request, InetSocketAddress target, @Nullable Dialog dialog) {
        this.phone = phone;
        this.method = request.substring(0, request.indexOf(' '));
        this.request = request;
        this.target = target;
        this.dialog = dialog;
    }

    String request() {
        return request;
    }

    InetSocketAddress target() {
        return target;
    }

    List<Integer> provisionals() {
        return provisionals;
    }

    /// How often the request went out.
    int sendings() {
        return sendings;
    }

    void start() {
        send(T1_MILLIS);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // started once, then only the timer counts
    private void send(long waitMillis) {
        boolean invite = method.equals("INVITE");
        if (answer.isDone() || (invite && !provisionals.isEmpty()) || sendings >= SENDINGS_MAX) {
            return;
        }
        sendings++;
        phone.send(request.getBytes(StandardCharsets.UTF_8), target);
        if (phone.isUnreliable()) {
            long next = invite ? waitMillis * 2 : Math.min(waitMillis * 2, T2_MILLIS);
            phone.later(waitMillis, () -> send(next));
        }
    }

    void onResponse(SipMessage response) {
        if (response.status() < 200) {
            provisionals.add(response.status());
            if (dialog != null) {
                dialog.onProvisional(response);
            }
            return;
        }
        // The dialog acknowledges before anyone hears of the answer, each time it comes.
        if (dialog != null && method.equals("INVITE")) {
            dialog.onInviteFinal(this, response);
        }
        answer.complete(response);
    }

    boolean isAnswered() {
        return answer.isDone();
    }

    /// The final response; throws CallFailed where none comes in time.
    SipMessage await(Duration within) {
        try {
            return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw new CallFailed(
                    0,
                    "no final response to %s within %s; provisional %s, sent %d times"
                            .formatted(
                                    request.lines().findFirst().orElse(""),
                                    within,
                                    provisionals,
                                    sendings));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CallFailed(0, "interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
