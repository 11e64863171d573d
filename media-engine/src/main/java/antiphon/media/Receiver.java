package antiphon.media;

import antiphon.media.audio.Frame;
import antiphon.media.rtp.DigitReader;
import antiphon.media.rtp.JitterBuffer;
import antiphon.media.rtp.Reception;
import antiphon.media.rtp.RtpHeader;
import antiphon.media.rtp.SourceLatch;
import java.net.InetSocketAddress;
import java.util.Arrays;

/// The way in: datagram → header → source → digits or jitter buffer → one frame per tick. Owned by
/// the media thread.
final class Receiver {
    /// What a datagram turned out to be; 0 to 15: a key was pressed.
    static final int REJECTED = -1;

    static final int ACCEPTED = -2;

    private static final int NO_PAYLOAD_TYPE = -1;

    /// RFC 3389 §4.
    private static final int COMFORT_NOISE = 13;

    private final SourceLatch latch = new SourceLatch();
    private final Reception reception = new Reception(Frame.RATE);
    private final DigitReader digits = new DigitReader(Frame.RATE);
    private final JitterBuffer jitterBuffer = new JitterBuffer(Codecs.decoder(Codec.PCMU));
    private final int[] frame = new int[Frame.SAMPLES];
    private Codec codec = Codec.PCMU;
    private int payloadType = NO_PAYLOAD_TYPE;
    private int eventPayloadType = NO_PAYLOAD_TYPE;
    private boolean receiving;
    private boolean listening;
    private long framePulled = Long.MIN_VALUE;
    private long packets;

    void agree(MediaDescription description, long nowNanos) {
        payloadType = description.payloadType();
        eventPayloadType = description.telephoneEventPayloadType();
        receiving = description.direction().receives();
        if (description.codec() != codec) {
            codec = description.codec();
            jitterBuffer.restart(Codecs.decoder(codec));
        }
        latch.announce(description.remoteRtp(), receiving, nowNanos);
    }

    /// @return [#REJECTED], [#ACCEPTED] or the event of a key
    int datagram(byte[] packet, int length, InetSocketAddress from, long nowNanos) {
        int payload = RtpHeader.payloadOffset(packet, length);
        if (payload == RtpHeader.MALFORMED) {
            return REJECTED;
        }
        int payloadLength = RtpHeader.payloadLength(packet, length, payload);
        int type = RtpHeader.payloadType(packet);
        if (payloadLength == RtpHeader.MALFORMED || !wanted(type, from)) {
            return REJECTED;
        }
        int sequence = RtpHeader.sequenceNumber(packet);
        switch (latch.admit(from, RtpHeader.ssrc(packet), sequence, nowNanos)) {
            case REJECTED, PROVING -> {
                return REJECTED;
            }
            case LATCHED -> restart(sequence);
            case ACCEPTED -> {
                switch (reception.packet(sequence)) {
                    case FAR_OFF -> {
                        return ACCEPTED;
                    }
                    case RESTARTED -> restart(sequence);
                    case FITS -> {}
                }
            }
        }
        packets++;
        return accepted(packet, payload, payloadLength, nowNanos);
    }

    /// The agreed types; and comfort noise, which phones send without asking, from a proven source.
    private boolean wanted(int type, InetSocketAddress from) {
        return type == payloadType
                || type == eventPayloadType
                || (type == COMFORT_NOISE && from.equals(latch.latched()));
    }

    private int accepted(byte[] packet, int payload, int length, long nowNanos) {
        int sequence = RtpHeader.sequenceNumber(packet);
        int key = DigitReader.NONE;
        int type = RtpHeader.payloadType(packet);
        if (type != payloadType) { // it takes a sequence number, but is no sound
            jitterBuffer.event(sequence);
            boolean event = type == eventPayloadType;
            key = receiving && event ? digits.packet(packet, payload, length, nowNanos) : key;
        } else {
            reception.arrival(RtpHeader.timestamp(packet), nowNanos);
            if (listening && receiving) {
                boolean tone = digits.sounding(nowNanos);
                jitterBuffer.audio(sequence, packet, payload, length, tone);
            }
        }
        return key == DigitReader.NONE ? ACCEPTED : key;
    }

    private void restart(int sequence) {
        reception.start(sequence);
        digits.forget();
        jitterBuffer.restart(Codecs.decoder(codec));
    }

    /// Whether anybody wants to hear this session; else nothing is buffered or decoded.
    void listen(boolean wanted) {
        if (wanted && !listening) {
            jitterBuffer.restart(Codecs.decoder(codec));
            Arrays.fill(frame, 0);
        }
        listening = wanted;
    }

    /// The frame of this tick, the same one for all who ask within it.
    int[] frame(long frameIndex) {
        if (framePulled != frameIndex) {
            framePulled = frameIndex;
            jitterBuffer.pull(frame);
        }
        return frame;
    }

    int drain(int[] pcm) {
        return listening ? jitterBuffer.drain(pcm) : 0;
    }

    /// A frame that goes on from what was heard last, to fade out with.
    void continuation(int[] pcm) {
        jitterBuffer.continuation(pcm);
    }

    SourceLatch latch() {
        return latch;
    }

    Reception reception() {
        return reception;
    }

    long packets() {
        return packets;
    }

    long late() {
        return jitterBuffer.late();
    }

    long inventedSamples() {
        return jitterBuffer.inventedSamples();
    }

    long discarded() {
        return jitterBuffer.discarded();
    }

    int delaySamples() {
        return jitterBuffer.delaySamples();
    }
}
