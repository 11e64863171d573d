package antiphon.bench.rtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// The media of all calls of a phone, on two threads: one speaks on a clock whose deadline advances
/// by exactly 20 ms, spread over twenty slots of 1 ms; one listens and stamps what comes at once.
/// Neither allocates for a packet.
public final class MediaStation implements AutoCloseable {
    private static final int SLOTS = 20;
    private static final long SLOT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int DATAGRAM_BYTES_MAX = 2_048;

    private final RtpLeg[][] slots = new RtpLeg[SLOTS][0];
    private int legs;
    private final Selector selector;
    private final Thread speaker;
    private final Thread listener;
    private final Lateness ownLateness = new Lateness();
    private volatile boolean closed;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ticked = lock.newCondition();
    private final AtomicInteger waiters = new AtomicInteger();

    public MediaStation() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        speaker = Thread.ofPlatform().daemon().name("phone-speaker").start(this::speak);
        listener = Thread.ofPlatform().daemon().name("phone-listener").start(this::listen);
    }

    /// Opens a socket for one call; it hears at once and speaks once connected and told to.
    public RtpLeg open(InetAddress local, Duration kept) {
        RtpLeg leg = new RtpLeg(this, local, Math.toIntExact(kept.toMillis() * 8));
        listenTo(leg);
        synchronized (slots) {
            int emptiest = 0;
            for (int slot = 1; slot < SLOTS; slot++) {
                emptiest = slots[slot].length < slots[emptiest].length ? slot : emptiest;
            }
            RtpLeg[] more = Arrays.copyOf(slots[emptiest], slots[emptiest].length + 1);
            more[more.length - 1] = leg;
            slots[emptiest] = more;
            legs++;
        }
        LockSupport.unpark(speaker);
        return leg;
    }

    void remove(RtpLeg leg) {
        synchronized (slots) {
            for (int slot = 0; slot < SLOTS; slot++) {
                RtpLeg[] fewer =
                        Arrays.stream(slots[slot]).filter(l -> l != leg).toArray(RtpLeg[]::new);
                legs -= slots[slot].length - fewer.length;
                slots[slot] = fewer;
            }
        }
    }

    void listenTo(RtpLeg leg) {
        try {
            leg.channel().register(selector, SelectionKey.OP_READ, leg);
            selector.wakeup();
        } catch (ClosedChannelException _) {
            // Hung up meanwhile.
        }
    }

    static void closeQuietly(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // Nothing is lost with it.
        }
    }

    /// How late this station's own sending was: where it is large, the server's figures are not the
    /// server's.
    public Lateness ownLateness() {
        synchronized (slots) {
            Lateness copy = new Lateness();
            copy.add(ownLateness);
            return copy;
        }
    }

    boolean awaitTick(BooleanSupplier fact, Duration within) {
        long left = within.toNanos();
        lock.lock();
        waiters.incrementAndGet();
        try {
            while (!fact.getAsBoolean()) {
                if (left <= 0 || closed) {
                    return false;
                }
                left = ticked.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiters.decrementAndGet();
            lock.unlock();
        }
    }

    private void speak() {
        ByteBuffer packet = ByteBuffer.allocateDirect(DATAGRAM_BYTES_MAX);
        long deadlineNanos = System.nanoTime();
        int slot = 0;
        while (!closed) {
            if (isIdle()) {
                LockSupport.park(this);
                deadlineNanos = System.nanoTime();
                continue;
            }
            deadlineNanos += SLOT_NANOS;
            slot = (slot + 1) % SLOTS;
            parkUntil(deadlineNanos);
            speakSlot(slot, deadlineNanos, packet);
        }
    }

    private boolean isIdle() {
        synchronized (slots) {
            return legs == 0;
        }
    }

    private void parkUntil(long deadlineNanos) {
        long left;
        while ((left = deadlineNanos - System.nanoTime()) > 0 && !closed) {
            LockSupport.parkNanos(this, left);
        }
    }

    private void speakSlot(int slot, long deadlineNanos, ByteBuffer packet) {
        RtpLeg[] due;
        synchronized (slots) {
            due = slots[slot];
            if (due.length > 0) {
                ownLateness.record((System.nanoTime() - deadlineNanos) / 1_000);
            }
        }
        for (RtpLeg leg : due) {
            leg.speak(packet);
        }
        if (waiters.get() > 0) {
            lock.lock();
            try {
                ticked.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void listen() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(DATAGRAM_BYTES_MAX);
        byte[] packet = new byte[DATAGRAM_BYTES_MAX];
        while (!closed) {
            try {
                selector.select(key ->
                        ((RtpLeg) key.attachment()).listen(buffer, packet, System.nanoTime()));
            } catch (IOException e) {
                throw new UncheckedIOException("phones hear nothing any more", e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(speaker);
        selector.wakeup();
        try {
            speaker.join(1_000);
            listener.join(1_000);
            selector.close();
        } catch (IOException _) {
            // Nothing is lost with it.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
