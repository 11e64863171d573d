package antiphon.bench.load;

import antiphon.bench.phone.CallFailed;
import antiphon.bench.phone.CallOptions;
import antiphon.bench.phone.Dialog;
import antiphon.bench.phone.Phone;
import antiphon.bench.rtp.RtpCounts;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One caller: places its call, stays, hangs up, and calls again until told to stop. Runs on a
/// virtual thread.
final class Caller implements Runnable {
    private static final Duration ANSWER_BOUND = Duration.ofSeconds(32);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
    private static final long FRAME_NANOS = 20_000_000;

    /// Packets under way when a call ends are not missing.
    private static final long UNDER_WAY = 2;

    private final Phone phone;
    private final Plan plan;
    private final String user;
    private final Duration kept;
    private final Tally tally;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable Dialog live;

    Caller(Phone phone, Plan plan, String user, Duration kept, Tally tally) {
        this.phone = phone;
        this.plan = plan;
        this.user = user;
        this.kept = kept;
        this.tally = tally;
    }

    Plan plan() {
        return plan;
    }

    /// The call under way, null between calls.
    @Nullable Dialog live() {
        return live;
    }

    void stop() {
        stopped.countDown();
        over.countDown();
    }

    boolean awaitFinished(Duration within) throws InterruptedException {
        return finished.await(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void run() {
        try {
            while (stopped.getCount() > 0) {
                call();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            finished.countDown();
        }
    }

    private void call() throws InterruptedException {
        tally.placed();
        long placedNanos = System.nanoTime();
        Dialog dialog =
                phone.invite(
                        plan.uri(),
                        CallOptions.DEFAULT.from(user).saying(plan.sound()).keeping(kept));
        try {
            dialog.answeredWithin(ANSWER_BOUND);
        } catch (CallFailed failed) {
            tally.failed(failed.status() == 0 ? "no answer" : Integer.toString(failed.status()));
            dialog.abandon();
            var _ = stopped.await(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            return;
        }
        tally.answered((System.nanoTime() - placedNanos) / 1_000);
        stay(dialog);
    }

    private void stay(Dialog dialog) throws InterruptedException {
        long answeredNanos = System.nanoTime();
        CountDownLatch until = new CountDownLatch(1);
        over = until;
        dialog.whenBye(until::countDown);
        live = dialog;
        if (stopped.getCount() > 0) {
            var _ = until.await(plan.length().toMillis(), TimeUnit.MILLISECONDS);
        }
        live = null;
        hear(dialog, answeredNanos);
        if (dialog.isOver()) {
            tally.endedByServer();
            return;
        }
        try {
            if (dialog.bye() != 200) {
                tally.endedBadly();
            }
        } catch (CallFailed _) {
            tally.endedBadly();
        }
    }

    private void hear(Dialog dialog, long answeredNanos) {
        RtpCounts counts = dialog.ear().counts();
        long from = counts.received() == 0 ? answeredNanos : counts.firstArrivalNanos();
        long to = dialog.isOver() ? Math.max(counts.lastArrivalNanos(), from) : System.nanoTime();
        long owed = plan.steady() ? Math.max(0, (to - from) / FRAME_NANOS - UNDER_WAY) : 0;
        tally.heard(plan.service(), counts, dialog.ear().lateness(), owed);
    }
}
