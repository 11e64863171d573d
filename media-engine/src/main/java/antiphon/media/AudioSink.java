package antiphon.media;

import antiphon.media.MediaEvent.RecordingEnd;

/// Where a recording's sound goes. Written by the media thread, which it never blocks.
interface AudioSink {
    /// Takes samples in the 16-bit range.
    ///
    /// @return false if they cannot be taken: the recording has failed
    boolean write(int[] pcm, int count);

    /// No more will come.
    ///
    /// @param cutSamples what to cut off the end
    void finish(RecordingEnd end, int cutSamples);
}
