package antiphon.media;

import antiphon.media.audio.Frame;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One platform thread that owns a [MediaCore], its sockets and its clock.
///
///     turn, every 5 ms:  commands → the slot that is due: receive from its sockets, tick its frame
///
/// The deadline moves by exactly 5 ms a slot, never to "now + 5 ms": a late turn sends what is due
/// and counts its lateness.
final class MediaLoop implements Runnable {
    private static final Logger LOG = System.getLogger(MediaLoop.class.getName());

    /// A parked thread wakes up to this much too late (timer slack): it is woken that much earlier
    /// and spins for what is left.
    private static final long WAKE_EARLY_NANOS = 50_000;

    /// Later than one slot counts as late.
    private static final long LATE_NANOS = Frame.SLOT_NANOS;

    /// After a longer stop (a suspended machine) the frames in between are skipped, not sent.
    private static final long CATCH_UP_NANOS_MAX = 500_000_000L;

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int RTCP_EVERY_FRAMES = 5;

    /// Four times a second.
    private static final int PUBLISH_EVERY_SLOTS = 50;

    final int index;
    final LoopBuffers buffers = new LoopBuffers();
    private final MediaCore core;
    private final EngineClock clock;
    private final Lateness lateness = new Lateness();

    /// Sessions with mail, and sessions that arrive. Each session is in it at most once for mail
    /// and once for arriving, so its length is bounded by the number of sessions.
    private final Queue<Object> inbox = new ConcurrentLinkedQueue<>();

    private final Rooms rooms;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private long deadlineNanos;
    private long nextSecondNanos;
    private long ticks;
    private long lateTicks;

    private volatile boolean running = true;
    private volatile boolean closing;
    private volatile LoopStats stats = LoopStats.NONE;

    /// Which loop a room lives on.
    interface Rooms {
        MediaLoop loopOf(String conference);
    }

    /// A session that comes from another loop, or is new, with what it came for.
    record Arrival(SessionHandle handle, @Nullable Command first) {}

    /// What the loop has counted.
    record LoopStats(
            int sessions, long received, long sent, long rejected, long ticks, long lateTicks) {
        static final LoopStats NONE = new LoopStats(0, 0, 0, 0, 0, 0);
    }

    MediaLoop(int index, MediaCore core, EngineClock clock, Rooms rooms) {
        this.index = index;
        this.core = core;
        this.clock = clock;
        this.rooms = rooms;
        deadlineNanos = clock.epochNanos();
        nextSecondNanos = clock.epochNanos() + SECOND_NANOS;
        thread = Thread.ofPlatform().name("media-" + index).daemon().unstarted(this);
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        try {
            while (running) {
                turn();
                parkUntil(deadlineNanos);
            }
        } finally {
            drainCommands(System.nanoTime());
            core.closeAll(System.nanoTime());
            ended.countDown();
        }
    }

    /// The whole engine in two lines.
    private void turn() {
        drainCommands(System.nanoTime());
        while (System.nanoTime() >= deadlineNanos) {
            long dueNanos = deadlineNanos;
            deadlineNanos += Frame.SLOT_NANOS;
            try {
                runSlot(dueNanos, System.nanoTime());
            } catch (RuntimeException bug) { // outside of any session: go on for all of them
                LOG.log(Level.ERROR, "A slot of media loop " + index + " failed", bug);
            }
        }
    }

    private void runSlot(long dueNanos, long nowNanos) {
        long slotNumber = (dueNanos - clock.epochNanos()) / Frame.SLOT_NANOS;
        int slot = (int) (slotNumber % Frame.SLOTS);
        receiveAll(slot, slotNumber / Frame.SLOTS % RTCP_EVERY_FRAMES == 0, nowNanos);
        core.tick(slot, dueNanos, nowNanos);
        ticks++;
        long doneNanos = System.nanoTime();
        long lateNanos = doneNanos - dueNanos;
        lateness.record(lateNanos / 1000);
        if (lateNanos > LATE_NANOS) {
            lateTicks++;
        }
        if (lateNanos > CATCH_UP_NANOS_MAX) {
            long frames = lateNanos / Frame.NANOS;
            deadlineNanos += frames * Frame.NANOS;
            LOG.log(Level.WARNING, "Media stood still: {0} frames skipped", frames);
        }
        if (slotNumber % PUBLISH_EVERY_SLOTS == 0) {
            publish();
        }
        if (doneNanos >= nextSecondNanos) {
            nextSecondNanos += SECOND_NANOS;
            lateness.nextSecond();
        }
    }

    private void receiveAll(int slot, boolean rtcpToo, long nowNanos) {
        var sessions = core.sessions(slot);
        for (int i = sessions.size() - 1; i >= 0; i--) { // backwards: failing ones are removed
            Session session = sessions.get(i);
            try {
                session.transport.receive(session, rtcpToo, nowNanos);
            } catch (RuntimeException bug) {
                core.fail(session, bug, nowNanos);
            }
        }
    }

    private void drainCommands(long nowNanos) {
        if (closing && core.sessionCount() > 0) {
            core.closeAll(nowNanos);
        }
        for (Object message = inbox.poll(); message != null; message = inbox.poll()) {
            if (message instanceof Arrival(SessionHandle handle, Command first)) {
                arrive(handle, first, nowNanos);
            } else if (message instanceof SessionHandle handle) {
                handle.taken();
                if (handle.loop != this) {
                    handle.loop.post(handle); // it moved on meanwhile, and takes its commands along
                } else if (handle.session.owner == this) {
                    executeAll(handle, nowNanos);
                }
            }
        }
    }

    private void arrive(SessionHandle handle, @Nullable Command first, long nowNanos) {
        handle.session.owner = this;
        if (handle.session.transport instanceof SessionSocket socket) {
            socket.buffers = buffers;
        }
        core.add(handle.session);
        if (first != null) {
            core.execute(handle.session, first, nowNanos);
        }
        executeAll(handle, nowNanos);
    }

    private void executeAll(SessionHandle handle, long nowNanos) {
        Session session = handle.session;
        for (Command command = handle.next(); command != null; command = handle.next()) {
            if (command instanceof Command.Join join && !session.closed) {
                MediaLoop home = rooms.loopOf(join.conference());
                if (home != this) {
                    move(handle, home, join, nowNanos);
                    return;
                }
            }
            core.execute(session, command, nowNanos);
        }
    }

    private void move(SessionHandle handle, MediaLoop home, Command.Join join, long nowNanos) {
        core.execute(handle.session, new Command.Leave(false), nowNanos);
        core.remove(handle.session);
        handle.session.owner = null;
        handle.loop = home;
        home.inbox.add(new Arrival(handle, join));
    }

    void post(SessionHandle handle) {
        inbox.add(handle);
    }

    void admit(SessionHandle handle) {
        inbox.add(new Arrival(handle, null));
    }

    boolean isCurrentThread() {
        return Thread.currentThread().equals(thread);
    }

    boolean running() {
        return running;
    }

    private void publish() {
        stats =
                new LoopStats(
                        core.sessionCount(),
                        core.packetsReceived(),
                        core.packetsSent(),
                        core.packetsRejected(),
                        ticks,
                        lateTicks);
    }

    LoopStats stats() {
        return stats;
    }

    Lateness lateness() {
        return lateness;
    }

    /// Closes all sessions; the loop goes on, so that their recordings can be reported.
    void closeSessions() {
        closing = true;
    }

    /// Ends the thread.
    void stop() {
        running = false;
    }

    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    private static void parkUntil(long deadlineNanos) {
        long left = deadlineNanos - System.nanoTime() - WAKE_EARLY_NANOS;
        if (left > 0) {
            LockSupport.parkNanos(left);
        }
        while (System.nanoTime() < deadlineNanos) {
            Thread.onSpinWait();
        }
    }
}
