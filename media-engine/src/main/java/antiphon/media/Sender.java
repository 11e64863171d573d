package antiphon.media;

import antiphon.media.audio.Frame;
import antiphon.media.rtp.RtpHeader;

/// The way out: numbers, stamps and marks the frames of one session. Owned by the media thread.
final class Sender {
    private final int ssrc;
    private int sequenceNumber;
    private int timestamp;
    private boolean talking;
    private boolean sentBefore;

    Sender(int ssrc, int firstSequenceNumber, int firstTimestamp) {
        this.ssrc = ssrc;
        sequenceNumber = firstSequenceNumber & 0xFFFF;
        timestamp = firstTimestamp;
    }

    /// Puts the header before a payload. Time passes by one frame.
    ///
    /// @param sound whether it is more than our own silence: its first frame carries the marker
    void header(byte[] packet, int payloadType, boolean sound) {
        boolean marker = !sentBefore || (sound && !talking);
        RtpHeader.write(packet, marker, payloadType, sequenceNumber, timestamp, ssrc);
        sequenceNumber = (sequenceNumber + 1) & 0xFFFF;
        timestamp += Frame.SAMPLES;
        talking = sound;
        sentBefore = true;
    }

    /// Time passes without a packet; the next one starts a talkspurt.
    void skip(long frames) {
        timestamp += (int) (frames * Frame.SAMPLES);
        sentBefore = false;
    }

    int timestamp() {
        return timestamp;
    }
}
