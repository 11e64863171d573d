package antiphon.signaling.jain;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.SIPStackTimerTask;
import gov.nist.javax.sip.stack.timers.SipTimer;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The stack's timer: one daemon thread that ends when told. The stack's own goes on until its last
/// task is due. Made by the stack by name.
public final class StackTimer implements SipTimer {
    private static final Logger log = LoggerFactory.getLogger(StackTimer.class);

    private final ScheduledThreadPoolExecutor executor =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("sip-stack-timer").factory());

    public StackTimer() {
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public boolean schedule(SIPStackTimerTask task, long delay) {
        if (executor.isShutdown()) return false;
        return keep(task, executor.schedule(() -> run(task), delay, TimeUnit.MILLISECONDS));
    }

    @Override
    public boolean scheduleWithFixedDelay(SIPStackTimerTask task, long delay, long period) {
        if (executor.isShutdown()) return false;
        return keep(
                task,
                executor.scheduleWithFixedDelay(
                        () -> run(task), delay, period, TimeUnit.MILLISECONDS));
    }

    private static boolean keep(SIPStackTimerTask task, ScheduledFuture<?> future) {
        task.setSipTimerTask(future);
        return true;
    }

    private static void run(SIPStackTimerTask task) {
        try {
            task.runTask();
        } catch (RuntimeException | Error e) {
            log.debug("a timer task of the stack failed", e);
        }
    }

    @Override
    public boolean cancel(SIPStackTimerTask task) {
        if (!(task.getSipTimerTask() instanceof Future<?> future)) return false;
        task.cleanUpBeforeCancel();
        task.setSipTimerTask(null);
        return future.cancel(false);
    }

    @Override
    public void start(SipStackImpl sipStack, Properties configurationProperties) {}

    @Override
    public boolean isStarted() {
        return !executor.isShutdown();
    }

    /// Called once, when the stack stops: right after it sleeps a second for nothing but to clear
    /// its tables. The interrupt ends that sleep, which takes the flag back.
    @Override
    public void stop() {
        executor.shutdownNow();
        Thread.currentThread().interrupt();
    }
}
