package antiphon.media;

import java.util.concurrent.atomic.AtomicLong;

/// Samples from the media thread to one writer thread: bounded, without locks.
final class SampleRing {
    private final short[] samples;
    private final int mask;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong read = new AtomicLong();

    /// @param capacity a power of two
    SampleRing(int capacity) {
        assert Integer.bitCount(capacity) == 1 : capacity;
        samples = new short[capacity];
        mask = capacity - 1;
    }

    /// The media thread's side.
    ///
    /// @return false if there is no room: nothing was taken
    boolean offer(int[] pcm, int count) {
        long at = written.getPlain();
        if (at + count - read.getAcquire() > samples.length) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            samples[(int) (at + i) & mask] = (short) pcm[i];
        }
        written.setRelease(at + count);
        return true;
    }

    /// The writer's side: as many as there are, and fit.
    int poll(short[] target) {
        long at = read.getPlain();
        int count = (int) Math.min(target.length, written.getAcquire() - at);
        for (int i = 0; i < count; i++) {
            target[i] = samples[(int) (at + i) & mask];
        }
        read.setRelease(at + count);
        return count;
    }
}
