package antiphon.media;

import antiphon.media.MediaEvent.RecordingEnd;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A recording on its way to its file. The media thread puts samples into a ring; a virtual thread
/// of its own appends them, and syncs sound and header once a second, so that a crash costs at most
/// the last second and what is there can be played.
final class WavRecording implements AudioSink {
    private static final Logger LOG = System.getLogger(WavRecording.class.getName());

    /// 8 s: a disk that stands still for longer fails the recording.
    private static final int RING_SAMPLES = 65_536;

    private static final long WRITE_EVERY_NANOS = 400_000_000L;

    /// Reached at every second writing: a sync every 0.8 s leaves a slow disk some room.
    private static final long SYNC_EVERY_NANOS = 750_000_000L;

    private record Ending(RecordingEnd end, int cutSamples) {}

    private final SampleRing ring = new SampleRing(RING_SAMPLES);
    private final Path file;
    private final long id;
    private final BiConsumer<WavRecording, Command> closed;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread writer;
    private volatile @Nullable Ending ending;
    private volatile boolean failed;

    // Owned by the writer.
    private final short[] block = new short[4096];
    private final ByteBuffer bytes =
            ByteBuffer.allocate(2 * block.length).order(ByteOrder.LITTLE_ENDIAN);
    private long dataBytes;

    /// @param closed is told when the file is complete
    WavRecording(Path file, long id, BiConsumer<WavRecording, Command> closed) {
        this.file = file;
        this.id = id;
        this.closed = closed;
        writer = Thread.ofVirtual().name("recording-" + id).unstarted(this::run);
    }

    void start() {
        writer.start();
    }

    @Override
    public boolean write(int[] pcm, int count) {
        return !failed && ring.offer(pcm, count);
    }

    @Override
    public void finish(RecordingEnd end, int cutSamples) {
        ending = new Ending(end, cutSamples);
        LockSupport.unpark(writer);
    }

    boolean awaitDone(long nanos) throws InterruptedException {
        return done.await(nanos, TimeUnit.NANOSECONDS);
    }

    private void run() {
        RecordingEnd end = RecordingEnd.FAILED;
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            end = stream(channel);
        } catch (IOException | RuntimeException trouble) {
            end = RecordingEnd.FAILED;
            LOG.log(Level.ERROR, "Recording " + file + " failed: " + trouble, trouble);
        } finally {
            failed = true; // nothing more is taken
            long millis = WavHeader.millis(dataBytes);
            closed.accept(this, new Command.RecordingClosed(id, end, millis));
            done.countDown();
        }
    }

    private RecordingEnd stream(FileChannel channel) throws IOException {
        writeFully(channel, WavHeader.of(0));
        try {
            long syncAtNanos = System.nanoTime() + SYNC_EVERY_NANOS;
            while (true) {
                Ending end = ending; // read before the ring: what comes after it is not ours
                append(channel);
                if (end != null) {
                    cut(channel, end.cutSamples);
                    sync(channel);
                    return end.end;
                }
                if (System.nanoTime() >= syncAtNanos) {
                    sync(channel);
                    syncAtNanos = System.nanoTime() + SYNC_EVERY_NANOS;
                }
                LockSupport.parkNanos(WRITE_EVERY_NANOS);
            }
        } catch (IOException full) {
            keepWhatIsThere(channel);
            throw full;
        }
    }

    private void append(FileChannel channel) throws IOException {
        for (int count = ring.poll(block); count > 0; count = ring.poll(block)) {
            bytes.clear();
            bytes.asShortBuffer().put(block, 0, count);
            writeFully(channel, bytes.limit(count * WavHeader.BYTES_PER_SAMPLE));
            dataBytes += count * (long) WavHeader.BYTES_PER_SAMPLE;
        }
    }

    private void cut(FileChannel channel, int samples) throws IOException {
        dataBytes = Math.max(0, dataBytes - samples * (long) WavHeader.BYTES_PER_SAMPLE);
        channel.truncate(WavHeader.LENGTH + dataBytes);
    }

    private void sync(FileChannel channel) throws IOException {
        ByteBuffer header = WavHeader.of(dataBytes);
        for (long at = 0; header.hasRemaining(); ) {
            at += channel.write(header, at);
        }
        channel.force(false);
    }

    /// Disk full, for instance: the header lies in blocks that the file has already.
    private void keepWhatIsThere(FileChannel channel) {
        try {
            dataBytes = Math.max(0, channel.size() - WavHeader.LENGTH) & ~1L;
            sync(channel);
        } catch (IOException again) {
            LOG.log(Level.WARNING, "Header of " + file + " could not be completed", again);
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
