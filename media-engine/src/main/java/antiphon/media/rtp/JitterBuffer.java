package antiphon.media.rtp;

import antiphon.media.audio.Concealer;
import antiphon.media.audio.Decoder;
import antiphon.media.audio.Frame;
import antiphon.media.audio.Pcm;
import antiphon.media.audio.TimeScale;
import java.util.Arrays;

/// Packets in, as the network delivers them; frames of 20 ms out, one per tick. Owned by the media
/// thread. It knows no clock: a pull is a tick.
///
/// The delay is what the network asks for, and finds itself: it starts with one frame. When nothing
/// has come in time, a frame is invented, and if the late packet then comes after all, the delay
/// has grown by that frame. What stays in the buffer after every pull over [#WINDOW] pulls was not
/// needed, and is taken out one pitch period at a time. A clock that drifts ends in one of the two.
public final class JitterBuffer {
    /// Packets kept; the sequence number modulo this is a packet's place.
    static final int PACKETS_MAX = 64;

    /// 60 ms of 8 kHz: longer packets are not taken.
    static final int PAYLOAD_MAX = 480;

    /// Delay above which the oldest sound goes.
    static final int DELAY_SAMPLES_MAX = 500 * Frame.RATE / 1000;

    /// Pulls over which the lowest level is taken before the delay shrinks: 0.6 s.
    static final int WINDOW = 30;

    /// Pulls between two shrinkings: 40 ms.
    private static final int SHRINK_EVERY = 2;

    /// Pulls without a late packet after which the spare frame is given up again: 60 s.
    private static final int SPARE_PULLS = 3000;

    /// What may stay in the buffer before it is worth shrinking: 10 ms.
    private static final int EXCESS_MIN = Frame.SAMPLES / 2;

    /// Invented sound after which the stream counts as paused: its next packet starts it afresh.
    private static final int PAUSE_SAMPLES = 100 * Frame.RATE / 1000;

    /// Pulls that a (re)started stream waits at most for its first frames.
    private static final int FILL_PULLS_MAX = 3;

    private static final int EMPTY = Integer.MIN_VALUE;
    private static final int PCM_LENGTH = 8192;

    private final byte[] payloads = new byte[PACKETS_MAX * PAYLOAD_MAX];

    // Payload length; 0: the sequence number was an event's; negative: silence of so many samples.
    private final int[] contents = new int[PACKETS_MAX];
    private final Concealer concealer = new Concealer();

    // Decoded sound from `head` to `tail`; what lies before `head` is the past.
    private final int[] pcm = new int[PCM_LENGTH];
    private int head = Concealer.HISTORY;
    private int tail = Concealer.HISTORY;

    private Decoder decoder;
    private boolean started;
    private boolean filling;
    private int fillPulls;
    private int next;
    private int stored;
    private int storedSamples;
    private int packetSamples = Frame.SAMPLES;
    private int owed;
    private boolean eventRunning;

    private int windowPulls;
    private int windowLowest;
    private int excess;
    private int sinceShrink;
    private int spare;
    private int sinceLate;
    private int sparePulls = SPARE_PULLS;

    private long late;
    private long inventedSamples;
    private long discarded;

    public JitterBuffer(Decoder decoder) {
        this.decoder = decoder;
        Arrays.fill(contents, EMPTY);
    }

    /// Forgets all that is buffered: the stream starts anew, perhaps with another codec.
    public void restart(Decoder newDecoder) {
        decoder = newDecoder;
        clearPackets();
        started = false;
        Arrays.fill(pcm, 0);
        head = Concealer.HISTORY;
        tail = Concealer.HISTORY;
        concealer.reset();
        owed = 0;
        eventRunning = false;
        windowPulls = 0;
        excess = 0;
    }

    /// @param silenced keep its time but not its sound (the tone of a key)
    public void audio(int sequence, byte[] packet, int offset, int length, boolean silenced) {
        if (length <= 0 || length > PAYLOAD_MAX) {
            discarded++;
            return;
        }
        if (place(sequence, silenced ? -decoder.samples(length) : length)) {
            storedSamples += decoder.samples(length);
            if (!silenced) {
                System.arraycopy(packet, offset, payloads, slot(sequence) * PAYLOAD_MAX, length);
            }
        }
    }

    /// An event's packet (RFC 4733) takes a sequence number, but no time.
    public void event(int sequence) {
        place(sequence, 0);
    }

    private boolean place(int sequence, int content) {
        if (!started) {
            started = true;
            startFilling(sequence);
        }
        int ahead = RtpHeader.sequenceDistance(sequence, next);
        if (ahead < 0 && filling && owed == 0 && ahead > -PACKETS_MAX / 4) {
            next = sequence; // nothing was played yet: an earlier one may still come first
            ahead = 0;
        }
        if (ahead < 0) {
            late++;
            return false;
        }
        if (ahead >= PACKETS_MAX) {
            discarded += stored;
            clearPackets();
            startFilling(sequence);
        }
        if (contents[slot(sequence)] != EMPTY) {
            return false; // a duplicate
        }
        contents[slot(sequence)] = content;
        stored++;
        return true;
    }

    private void startFilling(int sequence) {
        next = sequence;
        filling = true;
        fillPulls = 0;
    }

    private void clearPackets() {
        Arrays.fill(contents, EMPTY);
        stored = 0;
        storedSamples = 0;
    }

    /// Takes the next frame out, whether or not there is one.
    public void pull(int[] frame) {
        compact();
        if (filling && storedSamples + tail - head >= Frame.SAMPLES + spare) {
            filling = false;
        } else if (filling && stored > 0 && ++fillPulls > FILL_PULLS_MAX) {
            filling = false;
        }
        trimToMaximum();
        if (!filling) {
            decode(Frame.SAMPLES);
        }
        if (tail - head < Frame.SAMPLES) {
            invent(Frame.SAMPLES - (tail - head));
        }
        shrink();
        System.arraycopy(pcm, head, frame, 0, Frame.SAMPLES);
        head += Frame.SAMPLES;
        adapt();
    }

    /// Takes out what is left, frame by frame, without waiting for more.
    ///
    /// @return how many samples of the frame are real; 0 when there are no more
    public int drain(int[] frame) {
        compact();
        filling = false;
        decode(Frame.SAMPLES);
        int count = Math.min(Frame.SAMPLES, tail - head);
        System.arraycopy(pcm, head, frame, 0, count);
        head += count;
        return count;
    }

    /// Invents a frame that goes on from the last one, without taking anything out: for fading.
    public void continuation(int[] frame) {
        compact();
        boolean wasActive = concealer.active();
        concealer.conceal(pcm, head, Frame.SAMPLES);
        System.arraycopy(pcm, head, frame, 0, Frame.SAMPLES);
        if (!wasActive) {
            concealer.reset();
        }
        // What it wrote lies over decoded sound only if there was any: callers ask when they leave.
        tail = head;
    }

    /// Packets that came after their sound had been given up.
    public long late() {
        return late;
    }

    /// Sound that was made up while a stream ran, because its packets were lost or late.
    public long inventedSamples() {
        return inventedSamples;
    }

    public long discarded() {
        return discarded;
    }

    /// Sound that waits, in samples: the delay that this buffer adds.
    public int delaySamples() {
        return storedSamples + tail - head;
    }

    private void decode(int wanted) {
        while (tail - head < wanted) {
            if (contents[slot(next)] != EMPTY) {
                take();
            } else if (stored > 0) {
                skipLost();
            } else {
                return;
            }
        }
    }

    private void take() {
        int slot = slot(next);
        int content = contents[slot];
        contents[slot] = EMPTY;
        stored--;
        next = (next + 1) & 0xFFFF;
        if (content == 0) {
            eventRunning = true;
            return;
        }
        eventRunning = false;
        if (owed > 0) {
            grown();
        }
        int samples = content < 0 ? -content : decoder.samples(content);
        if (content < 0) {
            Arrays.fill(pcm, tail, tail + samples, 0);
        } else {
            decoder.decode(payloads, slot * PAYLOAD_MAX, content, pcm, tail);
        }
        if (concealer.active()) {
            concealer.recover(pcm, tail, samples);
        }
        tail += samples;
        storedSamples -= samples;
        packetSamples = samples;
    }

    /// Newer packets are here, so this one missed its time.
    private void skipLost() {
        next = (next + 1) & 0xFFFF;
        if (owed > 0) { // its time has been filled already
            owed = Math.max(0, owed - packetSamples);
        } else {
            append(packetSamples);
            inventedSamples += packetSamples;
        }
    }

    /// Nothing has come in time. Whether it is lost or late, the next packet will tell.
    private void invent(int samples) {
        append(samples);
        if (!started || filling) {
            return;
        }
        if (!eventRunning) {
            owed += samples;
            inventedSamples += samples;
        }
        if (eventRunning || owed >= PAUSE_SAMPLES) {
            filling = true;
            fillPulls = 0;
        }
    }

    private void append(int samples) {
        if (!started || eventRunning) {
            Arrays.fill(pcm, tail, tail + samples, 0);
        } else {
            concealer.conceal(pcm, tail, samples);
        }
        tail += samples;
    }

    /// The packet that was waited for came: the delay has grown by what was invented meanwhile.
    private void grown() {
        boolean pause = owed >= PAUSE_SAMPLES;
        owed = 0;
        if (pause) {
            return;
        }
        if (spare == 0 && sinceLate < sparePulls * 2) {
            sparePulls = Math.min(sparePulls * 2, SPARE_PULLS * 16); // it was given up too early
        }
        spare = Frame.SAMPLES;
        sinceLate = 0;
    }

    private void trimToMaximum() {
        while (delaySamples() > DELAY_SAMPLES_MAX && stored > 0) {
            int content = contents[slot(next)];
            next = (next + 1) & 0xFFFF;
            if (content != EMPTY) {
                contents[slot(next - 1)] = EMPTY;
                stored--;
                storedSamples -= content < 0 ? -content : decoderSamples(content);
                discarded++;
            }
        }
    }

    private int decoderSamples(int content) {
        return content == 0 ? 0 : decoder.samples(content);
    }

    private void adapt() {
        int left = delaySamples();
        windowLowest = windowPulls == 0 ? left : Math.min(windowLowest, left);
        sinceShrink++;
        if (++sinceLate >= sparePulls) {
            spare = 0;
        }
        if (++windowPulls >= WINDOW) {
            windowPulls = 0;
            int above = windowLowest - spare;
            excess = above >= EXCESS_MIN ? above : 0;
        }
    }

    /// Takes one pitch period out of the sound, best where it is silent.
    private void shrink() {
        if (excess < TimeScale.LAG_MIN || sinceShrink < SHRINK_EVERY || filling || owed > 0) {
            return;
        }
        decode(Frame.SAMPLES + TimeScale.LAG_MAX);
        if (tail - head < Frame.SAMPLES + TimeScale.LAG_MAX) {
            return;
        }
        boolean quiet = Pcm.energy(pcm, head, Frame.SAMPLES) < TimeScale.QUIET;
        int removed = TimeScale.shorten(pcm, head, tail, excess, quiet);
        tail -= removed;
        excess -= removed;
        sinceShrink = 0;
    }

    private void compact() {
        if (tail > PCM_LENGTH - 3 * PAYLOAD_MAX) {
            int from = head - Concealer.HISTORY;
            System.arraycopy(pcm, from, pcm, 0, tail - from);
            head -= from;
            tail -= from;
        }
    }

    private static int slot(int sequence) {
        return sequence & (PACKETS_MAX - 1);
    }
}
