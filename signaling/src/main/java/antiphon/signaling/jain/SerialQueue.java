package antiphon.signaling.jain;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs what is posted to it one at a time and in order, on a virtual thread that exists only while
/// there is something to do. Safe for any thread; posting never blocks.
public final class SerialQueue {
    private static final Logger log = LoggerFactory.getLogger(SerialQueue.class);

    private final String name;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();

    /// @param name of its thread, for thread dumps
    public SerialQueue(String name) {
        this.name = name;
    }

    public void post(Runnable task) {
        tasks.add(task);
        if (pending.getAndIncrement() == 0) Thread.ofVirtual().name(name).start(this::drain);
    }

    /// How many tasks wait or run.
    public int depth() {
        return pending.get();
    }

    private void drain() {
        do {
            Runnable task = tasks.poll();
            try {
                if (task != null) task.run();
            } catch (RuntimeException | Error e) {
                // One failed step must not stop the steps behind it: among them is the clean-up.
                log.error("{}: a signaling step failed", name, e);
            }
        } while (pending.decrementAndGet() > 0);
    }
}
