package antiphon.media;

/// What a session tells its owner. Times are those of the engine's clock, in nanoseconds.
public sealed interface MediaEvent {

    /// A key was pressed; reported at its start, once per press (RFC 4733 §2.5), also if signaling
    /// reports it as well.
    ///
    /// @param digit `0`-`9`, `*`, `#`, `A`-`D`
    record DigitPressed(char digit, long startNanos) implements MediaEvent {}

    /// The first valid packet of the peer's stream arrived.
    record MediaStarted(long nanos) implements MediaEvent {}

    /// No valid packet from the peer, RTP or RTCP, for the media time-out; for the hold time-out
    /// while media does not flow both ways.
    record MediaTimedOut(long nanos) implements MediaEvent {}

    /// The last sample left, or the playback was stopped.
    ///
    /// @param playedClips how many clips were heard to their end
    record PlaybackFinished(long playback, boolean completed, int playedClips)
            implements MediaEvent {}

    /// The recording ended; its file is complete, synced and closed.
    record RecordingFinished(long recording, RecordingEnd end, long durationMillis)
            implements MediaEvent {}

    /// The session was taken out of its conference by somebody else, or was not let in.
    record RemovedFromConference(String conference, RemovalReason reason) implements MediaEvent {}

    /// A bug or a lost socket closed this session; it plays and hears nothing more.
    record SessionFailed(String reason) implements MediaEvent {}

    /// Why somebody is not in a conference any more.
    enum RemovalReason {
        /// By somebody else.
        REMOVED,
        /// A locked room takes nobody.
        LOCKED,
        /// The room has as many members as it may have.
        FULL
    }

    /// Why a recording ended.
    enum RecordingEnd {
        /// By `stopRecording` or `close`.
        STOPPED,
        /// A key was pressed; its tone is not part of the recording.
        KEY,
        SILENCE,
        /// The longest allowed length was reached.
        LIMIT,
        /// The file could not be written (disk full); what was written so far is kept.
        FAILED
    }
}
