package antiphon.signaling;

import antiphon.media.AudioClip;
import antiphon.media.MediaEvent;
import antiphon.media.RecordingRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One call, driven by straight-line code on its own thread. Every method throws [HungUp] once the
/// call is over. Re-INVITE, hold and BYE are handled underneath. One call, one thread.
public interface Call {
    /// Unique, a UUID in text form.
    String id();

    CallRequest request();

    /// The clock that all times of this call refer to, in nanoseconds. Virtual in simulated calls.
    long nanoTime();

    /// Wall-clock time; virtual in simulated calls.
    Instant now();

    boolean answered();

    /// Sends 200 OK and starts media; no effect when answered.
    void answer();

    /// Refuses the INVITE; an error after `answer`. Ends the call: throws [HungUp].
    ///
    /// @param status 400-699
    void reject(int status, String reason);

    /// Ends the call with BYE; throws [HungUp].
    void hangUp();

    /// Answers if need be, then plays; see [antiphon.media.MediaSession#play].
    long play(List<AudioClip> clips, boolean bargeIn);

    void playMusic(String musicClass);

    void stopPlaying();

    long record(RecordingRequest request);

    void stopRecording();

    /// Joins the conference of that name. Where it turns out to be full, or was locked meanwhile, a
    /// [antiphon.media.MediaEvent.RemovedFromConference] says so.
    ///
    /// @return false if it is locked
    boolean join(String conference, boolean muted);

    void leaveConference();

    void echo(boolean on);

    /// Waits for the next event. What was reported before the call ended is still returned after
    /// it, and the end of a running recording is waited for (it is complete a moment later); only
    /// then [HungUp] is thrown, so that a message is finished by the same code, whoever hung up.
    ///
    /// @return null when `deadlineNanos` of [#nanoTime] has come first
    @Nullable MediaEvent await(long deadlineNanos);
}
