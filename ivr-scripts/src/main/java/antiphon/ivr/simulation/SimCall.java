package antiphon.ivr.simulation;

import antiphon.media.AudioClip;
import antiphon.media.MediaEvent;
import antiphon.media.MediaEvent.DigitPressed;
import antiphon.media.MediaEvent.MediaStarted;
import antiphon.media.MediaEvent.PlaybackFinished;
import antiphon.media.MediaEvent.RecordingEnd;
import antiphon.media.MediaEvent.RecordingFinished;
import antiphon.media.MediaEvent.RemovalReason;
import antiphon.media.MediaEvent.RemovedFromConference;
import antiphon.media.RecordingRequest;
import antiphon.signaling.Call;
import antiphon.signaling.CallRequest;
import antiphon.signaling.HangUpCause;
import antiphon.signaling.HungUp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// A call on a virtual clock, with a simulated caller at the other end. No thread sleeps: waiting
/// moves the clock to the next thing that happens. One thread.
final class SimCall implements Call {
    /// When the caller's first packet arrives after the answer.
    private static final long MEDIA_STARTS_NANOS = Duration.ofMillis(20).toNanos();

    private static final long SILENCE_KEPT_MILLIS = 500;

    /// Longest simulated call; a flow that still runs then will never end.
    static final Duration LENGTH_MAX = Duration.ofHours(4);

    private record Due(long nanos, long order, MediaEvent event) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(nanos, other.nanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private record Playback(long id, List<Heard> clips, boolean bargeIn) {}

    private record Recorder(long id, RecordingRequest request, long startNanos) {}

    private final CallRequest request;
    private final String id;
    private final Instant started;
    private final Caller caller;
    private final SimWorld world;
    private final Ladder ladder = new Ladder(this::nanoTime);
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private final Queue<MediaEvent> inbox = new ArrayDeque<>();
    private final HeardLog heard = new HeardLog();

    private long nanos;
    private long lastId;
    private boolean answered;
    private @Nullable Playback playback;
    private @Nullable Recorder recorder;
    private @Nullable String conference;
    private long voiceUntilNanos;
    private @Nullable HangUpCause ended;
    private int rejectedWith;

    SimCall(String id, CallRequest request, Instant started, Caller caller, SimWorld world) {
        this.id = id;
        this.request = request;
        this.started = started;
        this.caller = caller;
        this.world = world;
    }

    // What the simulation sees.

    Ladder ladder() {
        return ladder;
    }

    /// All that was heard so far, in order of its start.
    List<Heard> heard() {
        return heard.until(nanos);
    }

    /// How much has been heard, without a copy.
    int heardCount() {
        return heard.countUntil(nanos);
    }

    Heard heard(int index) {
        return heard.at(index);
    }

    boolean hearsSomething() {
        return audibleUntil() > nanos;
    }

    /// The end of what is playing, with all its clips; the past if nothing is, [Caller#NEVER] for
    /// music and rooms.
    long audibleUntil() {
        return heard.audibleUntil();
    }

    @Nullable HangUpCause ended() {
        return ended;
    }

    int rejectedWith() {
        return rejectedWith;
    }

    @Nullable String conference() {
        return conference;
    }

    boolean recording() {
        return recorder != null;
    }

    // What a caller does.

    void press(char key) {
        ladder.add("key " + key);
        inbox.add(new DigitPressed(key, nanos));
        if (playback != null && playback.bargeIn()) {
            endPlayback();
        }
        if (recorder != null && recorder.request().endKeys().indexOf(key) >= 0) {
            endRecording(RecordingEnd.KEY);
        }
    }

    void speak(Duration length) {
        ladder.add("speaks for " + length.toMillis() + " ms");
        voiceUntilNanos = Math.max(voiceUntilNanos, nanos + length.toNanos());
    }

    void hangsUp() {
        end(answered ? HangUpCause.CALLER_BYE : HangUpCause.CALLER_CANCEL, "hangs up");
    }

    /// The disk takes no more: the recording ends, and what was written stays.
    void breakDisk() {
        endRecording(RecordingEnd.FAILED);
    }

    /// What was to be reported is lost with the call.
    void forgetEvents() {
        inbox.clear();
    }

    void removeFromConference() {
        if (conference != null) {
            inbox.add(new RemovedFromConference(conference, RemovalReason.REMOVED));
            leave();
        }
    }

    /// The flow has come to its end.
    void completed() {
        end(HangUpCause.COMPLETED, "server hangs up");
    }

    void fail(HangUpCause cause) {
        end(cause, "call fails: " + cause);
    }

    // What the flow does.

    @Override
    public String id() {
        return id;
    }

    @Override
    public CallRequest request() {
        return request;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public Instant now() {
        return started.plusNanos(nanos);
    }

    @Override
    public boolean answered() {
        return answered;
    }

    @Override
    public void answer() {
        live();
        if (!answered) {
            answered = true;
            ladder.add("answered");
            schedule(nanos + MEDIA_STARTS_NANOS, new MediaStarted(nanos + MEDIA_STARTS_NANOS));
        }
    }

    @Override
    public void reject(int status, String reason) {
        live();
        if (answered) {
            throw new IllegalStateException("reject after answer");
        }
        rejectedWith = status;
        end(HangUpCause.REJECTED, "rejected: " + status + " " + reason);
        live();
    }

    @Override
    public void hangUp() {
        live();
        end(HangUpCause.COMPLETED, "server hangs up");
        live();
    }

    @Override
    public long play(List<AudioClip> clips, boolean bargeIn) {
        answer();
        stopSound();
        long playbackId = ++lastId;
        List<Heard> ahead = new ArrayList<>();
        long at = nanos;
        for (AudioClip clip : clips) {
            long end = at + Duration.ofMillis(clip.durationMillis()).toNanos();
            ahead.add(new Heard(clip.name(), at, end));
            at = end;
        }
        heard.addAll(ahead);
        playback = new Playback(playbackId, ahead, bargeIn);
        schedule(at, new PlaybackFinished(playbackId, true, clips.size()));
        ladder.plays(ahead);
        return playbackId;
    }

    @Override
    public void playMusic(String musicClass) {
        answer();
        stopSound();
        hear("music/" + musicClass);
    }

    @Override
    public void stopPlaying() {
        live();
        stopSound();
    }

    @Override
    public long record(RecordingRequest recording) {
        live();
        recorder = new Recorder(++lastId, recording, nanos);
        ladder.add("recording starts");
        return lastId;
    }

    @Override
    public void stopRecording() {
        live();
        endRecording(RecordingEnd.STOPPED);
    }

    @Override
    public boolean join(String name, boolean muted) {
        answer();
        if (world.locked(name)) {
            ladder.add("conference " + name + " is locked");
            return false;
        }
        stopSound();
        if (world.full(name)) {
            ladder.add("conference " + name + " is full");
            inbox.add(new RemovedFromConference(name, RemovalReason.FULL));
            return true;
        }
        conference = name;
        hear("conference/" + name);
        return true;
    }

    @Override
    public void leaveConference() {
        live();
        leave();
    }

    @Override
    public void echo(boolean on) {
        answer();
        if (on) {
            hear("echo");
        } else {
            heard.cutEndless(nanos);
        }
    }

    @Override
    public @Nullable MediaEvent await(long deadlineNanos) {
        while (true) {
            long wake = ended == null ? caller.act(this) : Caller.NEVER;
            MediaEvent event = inbox.poll();
            if (event != null) {
                return event;
            }
            live();
            if (deadlineNanos <= nanos) {
                return null;
            }
            long next = Math.min(Math.min(deadlineNanos, wake), nextOwn());
            if (next > LENGTH_MAX.toNanos()) {
                end(HangUpCause.CALLER_BYE, "nothing more will happen; hangs up");
                continue;
            }
            nanos = Math.max(nanos, next);
            happen();
        }
    }

    // How time passes.

    private long nextOwn() {
        Due first = due.peek();
        long next = first == null ? Caller.NEVER : first.nanos();
        // The caller may act on each clip that he begins to hear.
        next = Math.min(next, heard.nextStart(nanos));
        return recorder == null ? next : Math.min(next, recordingEndNanos(recorder));
    }

    private void happen() {
        while (!due.isEmpty() && due.element().nanos() <= nanos) {
            MediaEvent event = due.remove().event();
            if (event instanceof PlaybackFinished finished) {
                if (playback == null || playback.id() != finished.playback()) {
                    continue;
                }
                playback = null;
            }
            inbox.add(event);
        }
        if (recorder != null && recordingEndNanos(recorder) <= nanos) {
            Recorder one = recorder;
            boolean full = one.startNanos() + one.request().max().toNanos() <= nanos;
            endRecording(full ? RecordingEnd.LIMIT : RecordingEnd.SILENCE);
        }
    }

    private long recordingEndNanos(Recorder one) {
        long limit = one.startNanos() + one.request().max().toNanos();
        Duration silence = one.request().silence();
        if (!silence.isPositive()) {
            return limit;
        }
        long quietSince = Math.max(voiceUntilNanos, one.startNanos());
        return Math.min(limit, quietSince + silence.toNanos());
    }

    private void schedule(long at, MediaEvent event) {
        due.add(new Due(at, ++lastId, event));
    }

    private void stopSound() {
        endPlayback();
        if (conference == null) {
            heard.cutEndless(nanos);
        }
    }

    private void endPlayback() {
        Playback stopped = playback;
        if (stopped == null) {
            return;
        }
        playback = null;
        int played = heard.cut(stopped.clips(), nanos);
        inbox.add(new PlaybackFinished(stopped.id(), false, played));
    }

    private void endRecording(RecordingEnd how) {
        Recorder stopped = recorder;
        if (stopped == null) {
            return;
        }
        recorder = null;
        long millis = Duration.ofNanos(nanos - stopped.startNanos()).toMillis();
        if (how == RecordingEnd.SILENCE) {
            // Like the engine: half a second of the silence stays.
            long cut = stopped.request().silence().toMillis() - SILENCE_KEPT_MILLIS;
            millis -= Math.max(0, cut);
        }
        ladder.add("recording ends: " + how + " after " + millis + " ms");
        world.recorded(stopped.request().file(), Duration.ofMillis(millis));
        inbox.add(new RecordingFinished(stopped.id(), how, millis));
    }

    private void leave() {
        if (conference != null) {
            heard.cutEndless(nanos);
            conference = null;
        }
    }

    private void hear(String name) {
        heard.add(new Heard(name, nanos, Caller.NEVER));
        ladder.add("▶ " + name);
    }

    private void end(HangUpCause cause, String said) {
        if (ended != null) {
            return;
        }
        ladder.add(said);
        ended = cause;
        endPlayback();
        inbox.removeIf(event -> event instanceof PlaybackFinished);
        endRecording(RecordingEnd.STOPPED);
        leave();
    }

    private void live() {
        if (ended != null) {
            throw new HungUp(ended);
        }
    }
}
