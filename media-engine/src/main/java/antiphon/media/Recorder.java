package antiphon.media;

import antiphon.media.MediaEvent.RecordingEnd;
import antiphon.media.audio.Frame;
import antiphon.media.audio.Pcm;
import org.jspecify.annotations.Nullable;

/// Cuts what a session hears into a recording: counts time, hears silence, knows the end keys.
/// Owned by the media thread.
final class Recorder {
    /// A frame below this is silence. Telephone lines at rest are at -65 to -55 dBov.
    private static final long SPEECH_ENERGY = Pcm.energyAt(-48);

    /// What stays of the silence that ended a recording.
    private static final int SILENCE_KEPT_SAMPLES = Frame.RATE / 2;

    private final AudioSink sink;
    private final String endKeys;
    private final long samplesMax;
    private final long silenceMax;
    private long samples;
    private long silentSamples;
    private boolean ended;

    Recorder(AudioSink sink, RecordingRequest request) {
        this.sink = sink;
        endKeys = request.endKeys();
        samplesMax = request.max().toMillis() * Frame.RATE / 1000;
        silenceMax = request.silence().toMillis() * Frame.RATE / 1000;
    }

    /// One frame of real time, sound or silence.
    void frame(int[] pcm) {
        write(pcm, Frame.SAMPLES);
        if (ended || silenceMax == 0) {
            return;
        }
        silentSamples = Pcm.energy(pcm) < SPEECH_ENERGY ? silentSamples + Frame.SAMPLES : 0;
        if (silentSamples >= silenceMax) {
            end(RecordingEnd.SILENCE, (int) Math.max(0, silentSamples - SILENCE_KEPT_SAMPLES));
        }
    }

    boolean endsAt(char digit) {
        return endKeys.indexOf(digit) >= 0;
    }

    boolean ended() {
        return ended;
    }

    /// Ends it with what still waits in the receiver's buffer.
    void end(RecordingEnd end, @Nullable Receiver receiver, int[] scratch) {
        for (int i = 0; receiver != null && i < 64 && !ended; i++) {
            int count = receiver.drain(scratch);
            if (count == 0) {
                break;
            }
            write(scratch, count);
        }
        end(end, 0);
    }

    private void write(int[] pcm, int count) {
        int room = (int) Math.min(count, samplesMax - samples);
        if (room > 0 && !sink.write(pcm, room)) {
            end(RecordingEnd.FAILED, 0);
            return;
        }
        samples += room;
        if (samples >= samplesMax) {
            end(RecordingEnd.LIMIT, 0);
        }
    }

    private void end(RecordingEnd end, int cutSamples) {
        if (!ended) {
            ended = true;
            sink.finish(end, cutSamples);
        }
    }
}
