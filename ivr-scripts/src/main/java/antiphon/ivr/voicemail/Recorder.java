package antiphon.ivr.voicemail;

import antiphon.ivr.turn.Listener;
import antiphon.ivr.voicemail.Recorded.Ending;
import antiphon.media.MediaEvent;
import antiphon.media.MediaEvent.DigitPressed;
import antiphon.media.MediaEvent.RecordingFinished;
import antiphon.media.RecordingRequest;
import antiphon.signaling.Call;
import antiphon.signaling.HungUp;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Records what a caller says, to a complete file, whatever ends it. A caller who hangs up is not
/// an exception here: that is how most recordings end. One call, one thread.
public final class Recorder {
    /// After the end of a call or of a recording: how long its last events may take.
    private static final Duration LAST_EVENTS_WAIT = Duration.ofSeconds(2);

    private static final long NEVER = Long.MAX_VALUE;

    private final Call call;
    private final Listener listener;

    public Recorder(Call call, Listener listener) {
        this.call = call;
        this.listener = listener;
    }

    public Recorded record(RecordingRequest request) {
        long startNanos = call.nanoTime();
        Long recording = null;
        Character key = null;
        try {
            recording = call.record(request);
            while (true) {
                MediaEvent event = listener.next(NEVER);
                if (event instanceof DigitPressed digit && key == null) {
                    key = endKey(request, digit);
                } else if (event instanceof RecordingFinished finished
                        && finished.recording() == recording) {
                    return recorded(request, finished, key);
                }
            }
        } catch (HungUp _) {
            Duration byClock = Duration.ofNanos(call.nanoTime() - startNanos);
            return afterHangUp(recording, byClock);
        }
    }

    private Recorded recorded(
            RecordingRequest request, RecordingFinished finished, @Nullable Character keySeen) {
        Duration length = Duration.ofMillis(finished.durationMillis());
        return switch (finished.end()) {
            case STOPPED -> new Recorded(Ending.HUNG_UP, length, null);
            case KEY -> {
                Character key = keySeen == null ? keyOnItsWay(request) : keySeen;
                yield new Recorded(Ending.KEY, length, key);
            }
            case SILENCE -> new Recorded(Ending.SILENCE, length, null);
            case LIMIT -> new Recorded(Ending.LIMIT, length, null);
            case FAILED -> new Recorded(Ending.FAILED, length, null);
        };
    }

    /// The press may be reported after the end of the recording that it caused.
    private @Nullable Character keyOnItsWay(RecordingRequest request) {
        long until = call.nanoTime() + LAST_EVENTS_WAIT.toNanos();
        try {
            MediaEvent event;
            while ((event = listener.next(until)) != null) {
                if (event instanceof DigitPressed digit) {
                    return endKey(request, digit);
                }
            }
        } catch (HungUp _) {
            // The recording is complete; whoever uses the call next learns that it is over.
        }
        return null;
    }

    /// The recorder may still be closing its file, or, after a media time-out, not know yet.
    private Recorded afterHangUp(@Nullable Long recording, Duration byClock) {
        if (recording == null) {
            return new Recorded(Ending.HUNG_UP, Duration.ZERO, null);
        }
        try {
            call.stopRecording();
            long until = call.nanoTime() + LAST_EVENTS_WAIT.toNanos();
            MediaEvent event;
            while ((event = call.await(until)) != null) {
                if (event instanceof RecordingFinished finished
                        && finished.recording() == recording) {
                    Duration length = Duration.ofMillis(finished.durationMillis());
                    return new Recorded(Ending.HUNG_UP, length, null);
                }
            }
        } catch (HungUp _) {
            // No event will come any more: the clock tells the length.
        }
        return new Recorded(Ending.HUNG_UP, byClock, null);
    }

    private static @Nullable Character endKey(RecordingRequest request, DigitPressed digit) {
        return request.endKeys().indexOf(digit.digit()) >= 0 ? digit.digit() : null;
    }
}
