package antiphon.media;

import java.util.List;

/// One RTP stream in each direction. Every method posts a command to the session's media loop and
/// returns at once; results come to the session's [MediaListener]. Safe for any thread.
public interface MediaSession extends AutoCloseable {

    /// Local RTP port; RTCP is on the next one.
    int port();

    /// Starts, or after a re-INVITE changes, the stream.
    void connect(MediaDescription description);

    /// Plays clips one after the other, replacing what was playing.
    ///
    /// @param bargeIn whether any key stops it, within one frame
    /// @return the id that [MediaEvent.PlaybackFinished] will carry
    long play(List<AudioClip> clips, boolean bargeIn);

    /// Plays a music class, in step with all its listeners, until something else is played or
    /// stopped.
    ///
    /// @throws IllegalArgumentException if [MediaEngine#publishMusic] never named that class
    void playMusic(String musicClass);

    /// Stops clips or music; the peer gets silence.
    void stopPlaying();

    /// Records what the peer sends. One recording at a time.
    ///
    /// @return the id that [MediaEvent.RecordingFinished] will carry
    long record(RecordingRequest request);

    void stopRecording();

    /// Joins a conference: the peer hears all other members and never itself.
    ///
    /// @param member the id under which the conference lists this session
    void join(Conference conference, String member, boolean muted);

    void leaveConference();

    /// Reports a key that came by signaling (SIP INFO). It is as good as one that came as RFC 4733
    /// event: it stops what it may stop and is reported, unless it is the same press.
    ///
    /// @param digit `0`-`9`, `*`, `#`, `A`-`D`
    void press(char digit);

    /// Sends back what is received.
    void echo(boolean on);

    /// A consistent recent view of the counters of this stream.
    SessionStats stats();

    /// Ends the stream: RTCP BYE, recording finished, port free again.
    @Override
    void close();
}
