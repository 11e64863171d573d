package antiphon.signaling;

import antiphon.media.MediaEvent;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What a call's code waits for. Filled by media and SIP threads without ever blocking them;
/// emptied by the call's own thread.
final class Inbox {
    /// Keys pressed ahead, mostly. Beyond, nobody is listening: the newest are dropped.
    static final int EVENTS_MAX = 1_000;

    /// How long the end of a recording is waited for when the call is over: it must reach the disk.
    static final long RECORDING_END_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    // Any thread.
    private final ConcurrentLinkedQueue<MediaEvent> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private volatile @Nullable Over over;
    private volatile @Nullable Thread reader;

    // The call's thread only.
    private final ArrayDeque<MediaEvent> deferred = new ArrayDeque<>();
    private boolean mediaStarted;
    private long recording = -1;

    private record Over(HangUpCause cause, long nanos) {}

    void put(MediaEvent event) {
        if (size.incrementAndGet() > EVENTS_MAX) {
            size.decrementAndGet();
            return;
        }
        arrived.add(event);
        LockSupport.unpark(reader);
    }

    /// The call is over. What has already arrived can still be read.
    void close(HangUpCause cause, long nowNanos) {
        over = new Over(cause, nowNanos);
        LockSupport.unpark(reader);
    }

    void wake() {
        LockSupport.unpark(reader);
    }

    void throwIfOver() {
        Over end = over;
        if (end != null) throw new HungUp(end.cause);
    }

    /// A recording runs from now on; its end is waited for even after the call.
    void recording(long id) {
        recording = id;
    }

    /// @return null when the deadline came first
    @Nullable MediaEvent await(long deadlineNanos) {
        reader = Thread.currentThread();
        while (true) {
            MediaEvent event = deferred.isEmpty() ? poll() : deferred.poll();
            if (event != null) return event;
            long now = System.nanoTime();
            Over end = over;
            long wait = deadlineNanos - now;
            if (end != null) {
                // close() may have come between poll() and here, behind a last event.
                if (!arrived.isEmpty()) continue;
                wait = end.nanos + RECORDING_END_WAIT_NANOS - now;
                if (recording < 0 || wait <= 0) throw new HungUp(end.cause);
            } else if (wait <= 0) {
                return null;
            }
            park(wait);
        }
    }

    /// Waits for the first packet of the peer, keeping everything else for [#await].
    void awaitMedia(long deadlineNanos) {
        reader = Thread.currentThread();
        while (!mediaStarted) {
            MediaEvent event = poll();
            if (event != null) {
                deferred.add(event);
                continue;
            }
            throwIfOver();
            long wait = deadlineNanos - System.nanoTime();
            if (wait <= 0) return;
            park(wait);
        }
    }

    private @Nullable MediaEvent poll() {
        MediaEvent event = arrived.poll();
        if (event == null) return null;
        size.decrementAndGet();
        if (event instanceof MediaEvent.MediaStarted) mediaStarted = true;
        if (event instanceof MediaEvent.RecordingFinished finished
                && finished.recording() == recording) {
            recording = -1;
        }
        return event;
    }

    private void park(long nanos) {
        LockSupport.parkNanos(this, nanos);
        // Nobody interrupts a call; a stray interrupt must not turn the wait into a spin.
        boolean _ = Thread.interrupted();
    }
}
