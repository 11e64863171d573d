package antiphon.bench.load;

import antiphon.bench.phone.CallFailed;
import antiphon.bench.phone.CallOptions;
import antiphon.bench.phone.Dialog;
import antiphon.bench.phone.Phone;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Calls a second: each is answered, acknowledged and hung up. The first second counts like all
/// others.
final class SetupRun {
    private static final Duration ANSWER_BOUND = Duration.ofSeconds(32);

    /// Calls under way at once; at the limit the generator waits and says how often.
    private static final int UNDER_WAY_MAX = 8_000;

    private final LoadOptions options;
    private final Tally tally = new Tally();
    private final AtomicInteger underWay = new AtomicInteger();

    SetupRun(LoadOptions options) {
        this.options = options;
    }

    Map<String, Object> run(String uri) {
        ServerCpu server = options.serverCpu();
        int calls = options.rate() * options.seconds();
        int waits = 0;
        Map<String, Object> figures = new LinkedHashMap<>();
        try (Phone phone = Phone.bind(options.local())) {
            ServerCpu.@Nullable Reading before = server == null ? null : server.read();
            long beganNanos = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                LoadRun.waitUntil(beganNanos + (long) (i * 1e9 / options.rate()));
                while (underWay.get() >= UNDER_WAY_MAX) {
                    waits++;
                    LoadRun.waitUntil(System.nanoTime() + 1_000_000);
                }
                underWay.incrementAndGet();
                String user = "bench" + i;
                Thread.ofVirtual().start(() -> call(phone, uri, user));
            }
            double offeredSeconds = (System.nanoTime() - beganNanos) / 1e9;
            long deadline = System.nanoTime() + ANSWER_BOUND.toNanos();
            while (underWay.get() > 0 && System.nanoTime() < deadline) {
                LoadRun.waitUntil(System.nanoTime() + 10_000_000);
            }
            figures.put("verb", "calls");
            figures.put("offered_per_second", Tally.rounded(calls / offeredSeconds));
            figures.put("generator_waited", waits);
            figures.putAll(tally.figures());
            if (server != null && before != null) {
                long millis = server.read().since(before).millis();
                figures.put("server_cpu_ms", millis);
                figures.put("server_cpu_ms_per_call", Tally.rounded((double) millis / calls));
            }
        }
        return figures;
    }

    private void call(Phone phone, String uri, String user) {
        long placedNanos = System.nanoTime();
        tally.placed();
        Dialog dialog = phone.invite(uri, CallOptions.DEFAULT.from(user).keeping(Duration.ZERO));
        try {
            dialog.answeredWithin(ANSWER_BOUND);
            tally.answered((System.nanoTime() - placedNanos) / 1_000);
            if (dialog.bye() != 200) {
                tally.endedBadly();
            }
        } catch (CallFailed failed) {
            tally.failed(failed.status() == 0 ? "no answer" : Integer.toString(failed.status()));
            dialog.abandon();
        } finally {
            underWay.decrementAndGet();
        }
    }
}
