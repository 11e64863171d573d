package antiphon.bench.load;

import antiphon.bench.phone.Dialog;
import antiphon.bench.phone.Phone;
import antiphon.bench.sound.Sound;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One run: callers come at a rate, all stay for the measured window, who hears whom is checked,
/// all hang up.
final class LoadRun {
    private static final Duration ANSWERS_BOUND = Duration.ofSeconds(40);
    private static final Duration GOODBYE_BOUND = Duration.ofSeconds(20);

    /// A room's members are judged by their last half second.
    private static final int JUDGED_SAMPLES = Sound.SAMPLES_PER_SECOND / 2;

    private final LoadOptions options;
    private final Tally tally = new Tally();

    LoadRun(LoadOptions options) {
        this.options = options;
    }

    Map<String, Object> run(List<Plan> plans) throws InterruptedException {
        InetAddress local = options.local();
        ServerCpu server = options.serverCpu();
        Map<String, Object> figures = new LinkedHashMap<>();
        try (Phone phone = Phone.bind(local)) {
            List<Caller> callers = start(plans, phone);
            awaitAnswers(plans.size());
            callers.forEach(LoadRun::restartLateness);
            long answeredBefore = tally.answeredCalls();
            ServerCpu.@Nullable Reading before = server == null ? null : server.read();
            long beganNanos = System.nanoTime();
            double callSeconds = watch(callers, beganNanos);
            ServerCpu.@Nullable Reading used =
                    server == null || before == null ? null : server.read().since(before);
            Rooms.Verdict verdict = Rooms.judge(hearers(callers));
            callers.forEach(Caller::stop);
            for (Caller caller : callers) {
                caller.awaitFinished(GOODBYE_BOUND);
            }
            figures.put("calls", plans.size());
            figures.put("window_s", options.seconds());
            figures.put("call_seconds", Tally.rounded(callSeconds));
            figures.put("answered_in_window", tally.answeredCalls() - answeredBefore);
            figures.putAll(tally.figures());
            figures.put("rooms", figures(verdict));
            figures.put(
                    "generator_lateness_ms", Tally.latenessFigures(phone.media().ownLateness()));
            if (used != null) {
                figures.put("server_cpu_ms", used.millis());
                figures.put(
                        "server_cpu_ms_per_call_second",
                        Tally.rounded(used.millis() / callSeconds));
                figures.put("server_cpu_ms_by_thread", used.threadMillis());
            }
        }
        addReference(figures, plans.size());
        return figures;
    }

    private List<Caller> start(List<Plan> plans, Phone phone) {
        List<Caller> callers = new ArrayList<>();
        long beganNanos = System.nanoTime();
        for (int i = 0; i < plans.size(); i++) {
            waitUntil(beganNanos + (long) (i * 1e9 / options.rate()));
            Plan plan = plans.get(i);
            Duration kept = plan.room() >= 0 ? Duration.ofSeconds(1) : Duration.ZERO;
            Caller caller = new Caller(phone, plan, "bench" + i, kept, tally);
            callers.add(caller);
            Thread.ofVirtual().name("caller-" + i).start(caller);
        }
        return callers;
    }

    private void awaitAnswers(int calls) {
        long deadline = System.nanoTime() + ANSWERS_BOUND.toNanos();
        while (tally.settled() < calls && System.nanoTime() < deadline) {
            waitUntil(System.nanoTime() + 10_000_000);
        }
    }

    /// Lets the window pass; returns the call-seconds in it.
    private double watch(List<Caller> callers, long beganNanos) {
        double callSeconds = 0;
        long lastNanos = beganNanos;
        for (int tenth = 1; tenth <= options.seconds() * 10; tenth++) {
            waitUntil(beganNanos + tenth * 100_000_000L);
            long nowNanos = System.nanoTime();
            long up = callers.stream().filter(c -> c.live() != null).count();
            callSeconds += up * (nowNanos - lastNanos) / 1e9;
            lastNanos = nowNanos;
        }
        return callSeconds;
    }

    private static void restartLateness(Caller caller) {
        Dialog dialog = caller.live();
        if (dialog != null) {
            dialog.ear().restartLateness();
        }
    }

    private static List<Rooms.Hearer> hearers(List<Caller> callers) {
        List<Rooms.Hearer> hearers = new ArrayList<>();
        for (Caller caller : callers) {
            Dialog dialog = caller.live();
            Plan plan = caller.plan();
            if (dialog != null && plan.room() >= 0) {
                hearers.add(new Rooms.Hearer(plan, dialog.ear().last(JUDGED_SAMPLES)));
            }
        }
        return hearers;
    }

    private static Map<String, Object> figures(Rooms.Verdict verdict) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("pairs", verdict.pairs());
        figures.put("pairs_not_heard", verdict.missing());
        figures.put("pairs_at_wrong_level", verdict.wrongLevel());
        figures.put("own_tone_heard", verdict.ownHeard());
        figures.put("foreign_tones", verdict.foreign());
        return figures;
    }

    private void addReference(Map<String, Object> figures, int calls) {
        if (options.referenceSeconds() == 0) {
            return;
        }
        double reference =
                BareSockets.cpuMillisPerCallSecond(
                        calls, Duration.ofSeconds(options.referenceSeconds()));
        figures.put("bare_sockets_cpu_ms_per_call_second", Tally.rounded(reference));
        if (figures.get("server_cpu_ms_per_call_second") instanceof Double server) {
            figures.put("server_to_bare_sockets", Tally.rounded(server / reference));
        }
    }

    static void waitUntil(long deadlineNanos) {
        long left;
        while ((left = deadlineNanos - System.nanoTime()) > 0) {
            LockSupport.parkNanos(left);
        }
    }
}
