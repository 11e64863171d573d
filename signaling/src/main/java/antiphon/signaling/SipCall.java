package antiphon.signaling;

import antiphon.media.AudioClip;
import antiphon.media.Conference;
import antiphon.media.MediaEvent;
import antiphon.media.MediaSession;
import antiphon.media.RecordingRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A call as its code sees it. Used by the call's own thread only.
final class SipCall implements Call {
    /// The first words wait this long for the peer's first packet: before it, the way to the phone
    /// may not be open (NAT, slow phones), and they would be clipped.
    static final long MEDIA_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    private final ActiveCall call;
    private boolean waitedForMedia;
    private long answeredNanos;

    SipCall(ActiveCall call) {
        this.call = call;
    }

    @Override
    public String id() {
        return call.id();
    }

    @Override
    public CallRequest request() {
        return call.request();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public boolean answered() {
        return call.answered();
    }

    @Override
    public void answer() {
        if (answeredNanos != 0) {
            call.inbox().throwIfOver();
            return;
        }
        call.answer();
        answeredNanos = System.nanoTime();
    }

    @Override
    public void reject(int status, String reason) {
        if (status < 400 || status > 699)
            throw new IllegalArgumentException("status " + status + " is not 400-699");
        call.inbox().throwIfOver();
        if (call.answered())
            throw new IllegalStateException("an answered call can't be rejected: hang up");
        call.ask(() -> call.rejectNow(status, printable(reason), Map.of(), HangUpCause.REJECTED));
        throw new HungUp(HangUpCause.REJECTED);
    }

    /// A reason phrase must not start a new line of the message.
    private static String printable(String reason) {
        return reason.replaceAll("[^\\x20-\\x7e]", " ");
    }

    @Override
    public void hangUp() {
        call.inbox().throwIfOver();
        call.ask(() -> call.finish(HangUpCause.COMPLETED));
        throw new HungUp(HangUpCause.COMPLETED);
    }

    @Override
    public long play(List<AudioClip> clips, boolean bargeIn) {
        MediaSession session = audible();
        return session.play(clips, bargeIn);
    }

    @Override
    public void playMusic(String musicClass) {
        MediaSession session = audible();
        session.playMusic(musicClass);
    }

    @Override
    public void stopPlaying() {
        media().stopPlaying();
    }

    @Override
    public long record(RecordingRequest request) {
        MediaSession session = media();
        long id = session.record(request);
        call.inbox().recording(id);
        return id;
    }

    @Override
    public void stopRecording() {
        media().stopRecording();
    }

    @Override
    public boolean join(String conference, boolean muted) {
        MediaSession session = audible();
        Conference room = call.engine().conference(conference);
        if (room.locked()) return false;
        session.join(room, id(), muted);
        return true;
    }

    @Override
    public void leaveConference() {
        media().leaveConference();
    }

    @Override
    public void echo(boolean on) {
        media().echo(on);
    }

    @Override
    public @Nullable MediaEvent await(long deadlineNanos) {
        return call.inbox().await(deadlineNanos);
    }

    private MediaSession media() {
        answer();
        return call.session();
    }

    private MediaSession audible() {
        MediaSession session = media();
        if (!waitedForMedia) {
            waitedForMedia = true;
            if (call.hears()) call.inbox().awaitMedia(answeredNanos + MEDIA_WAIT_NANOS);
        }
        return session;
    }
}
