package antiphon.media;

import antiphon.media.MediaEvent.RecordingEnd;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Keeps a recording in memory.
final class MemorySink implements AudioSink {
    private int[] samples = new int[8000];
    private int count;
    int capacity = Integer.MAX_VALUE;
    @Nullable RecordingEnd end;
    int cutSamples;

    @Override
    public boolean write(int[] pcm, int length) {
        if (count + length > capacity) {
            return false;
        }
        if (count + length > samples.length) {
            samples = Arrays.copyOf(samples, 2 * samples.length);
        }
        System.arraycopy(pcm, 0, samples, count, length);
        count += length;
        return true;
    }

    @Override
    public void finish(RecordingEnd end, int cutSamples) {
        this.end = end;
        this.cutSamples = cutSamples;
    }

    int[] samples() {
        return Arrays.copyOf(samples, count - cutSamples);
    }
}
