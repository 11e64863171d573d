package antiphon.media;

import antiphon.media.MediaEvent.RecordingEnd;
import java.util.List;

/// What an owner asks of its session. Made by any thread, executed by the session's media loop.
sealed interface Command {
    record Connect(MediaDescription description) implements Command {}

    record Play(long playback, List<AudioClip> clips, boolean bargeIn) implements Command {}

    record PlayMusic(Music music) implements Command {}

    record StopPlaying() implements Command {}

    record StartRecording(AudioSink sink, RecordingRequest request) implements Command {}

    record StopRecording() implements Command {}

    /// From the writer: the file is closed.
    record RecordingClosed(long recording, RecordingEnd end, long durationMillis)
            implements Command {}

    record Join(String conference, String member, boolean muted) implements Command {}

    /// @param removed by somebody else: then the session is told
    record Leave(boolean removed) implements Command {}

    /// A key that signaling reported.
    record Press(char digit) implements Command {}

    record Echo(boolean on) implements Command {}

    record Close() implements Command {}
}
