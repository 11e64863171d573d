package antiphon.bench.rtp;

import antiphon.bench.sound.Law;
import antiphon.bench.sound.Sound;
import antiphon.bench.sound.Spectrum;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What one call hears: counts its packets, keeps the latest audio on a line of time, and waits for
/// things to be heard. Written by the listening thread, read by any.
public final class Ear {
    /// Windows in which presence and absence are judged: 200 ms tells tones 20 Hz apart.
    private static final int WINDOW_SAMPLES = 1_600;

    /// A jump of the timestamp beyond this starts a new stretch of audio instead of a gap: 10 s.
    private static final int JUMP_SAMPLES_MAX = 80_000;

    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int SEEN_PACKETS = 1_024;
    private static final int HEADER_BYTES = 12;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition heard = lock.newCondition();
    private int waiters;

    private final int keptSamples;
    private short[] kept = {};
    private long endSample;
    private long anchorSample;
    private int anchorTimestamp;

    private boolean started;
    private int ssrc;
    private int streams;
    private long received;
    private long duplicates;
    private long reordered;
    private long gaps;
    private long lostBefore;
    private long foreign;
    private long skippedFrames;
    private int nextTimestamp;
    private long rtcp;
    private int eventPayloadType = -1;
    private int lastEventTimestamp;
    private final StringBuilder keys = new StringBuilder();

    private int firstSequence;
    private int highest;
    private long unique;
    private boolean inOrder;
    private int[] seen = {};
    private long firstArrivalNanos;
    private long lastArrivalNanos;
    private final Lateness.Grid grid = new Lateness.Grid();
    private Lateness lateness = new Lateness();

    /// Keeps the latest `keptSamples` of audio.
    Ear(int keptSamples) {
        this.keptSamples = Math.max(keptSamples, RtpLeg.FRAME_SAMPLES);
    }

    void expectEvents(int payloadType) {
        eventPayloadType = payloadType;
    }

    /// Takes one datagram. Never throws, whatever it holds.
    void onDatagram(byte[] packet, int length, long nowNanos) {
        lock.lock();
        try {
            if (length < HEADER_BYTES || (packet[0] & 0xC0) != 0x80) {
                foreign++;
                return;
            }
            int payloadType = packet[1] & 0x7F;
            if (payloadType >= 64 && payloadType <= 95) {
                rtcp++; // RFC 5761 §4: these numbers are RTCP's
                return;
            }
            int headerLength = headerLength(packet, length);
            boolean event = payloadType == eventPayloadType;
            Law law = payloadType == 0 ? Law.PCMU : payloadType == 8 ? Law.PCMA : null;
            if (headerLength < 0 || (law == null && !event)) {
                foreign++;
                return;
            }
            if (count(packet, nowNanos)) {
                int timestamp = int32(packet, 4);
                if (law == null) {
                    onEvent(packet, headerLength, length, timestamp);
                } else {
                    boolean marker = packet[1] < 0;
                    measure(marker, timestamp, length - headerLength, nowNanos);
                    keep(law, packet, headerLength, length, timestamp);
                }
            }
            if (waiters > 0) {
                heard.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private static int headerLength(byte[] packet, int length) {
        int header = HEADER_BYTES + 4 * (packet[0] & 0x0F);
        if ((packet[0] & 0x10) != 0) {
            header =
                    header + 4 > length
                            ? length + 1
                            : header
                                    + 4
                                    + 4
                                            * (((packet[header + 2] & 0xFF) << 8)
                                                    | (packet[header + 3] & 0xFF));
        }
        return header <= length ? header : -1;
    }

    /// Counts by sequence number (RFC 3550 appendix A.1 without its probation); false for a
    /// duplicate.
    private boolean count(byte[] packet, long nowNanos) {
        int sequence = ((packet[2] & 0xFF) << 8) | (packet[3] & 0xFF);
        int source = int32(packet, 8);
        if (!started || source != ssrc) {
            lostBefore = lost();
            ssrc = source;
            streams++;
            firstSequence = sequence + (1 << 16);
            highest = firstSequence - 1;
            unique = 0;
            seen = new int[SEEN_PACKETS];
            kept =
                    kept.length == 0
                            ? new short[keptSamples]
                            : kept; // memory only for a call that hears
            if (started) {
                grid.foldInto(lateness);
            } else {
                firstArrivalNanos = nowNanos;
            }
            anchor(int32(packet, 4));
            started = true;
        }
        int extended = highest + (short) (sequence - highest);
        if (seen[extended & (SEEN_PACKETS - 1)] == extended) {
            duplicates++;
            return false;
        }
        seen[extended & (SEEN_PACKETS - 1)] = extended;
        received++;
        if (extended < firstSequence) {
            reordered++;
            return true;
        }
        unique++;
        inOrder = false;
        if (extended < highest) {
            reordered++;
        } else {
            inOrder = extended == highest + 1 && unique > 1;
            gaps += extended > highest + 1 ? 1 : 0;
            highest = extended;
        }
        lastArrivalNanos = nowNanos;
        return true;
    }

    private void measure(boolean marker, int timestamp, int samples, long nowNanos) {
        if (marker && grid.strays(nowNanos, timestamp)) {
            grid.foldInto(lateness); // a new stretch of talk may take a new place in time
        }
        // Consecutive packets whose timestamps leave a hole: the sender left frames out.
        if (inOrder && !marker && timestamp - nextTimestamp > 0) {
            skippedFrames += (timestamp - nextTimestamp) / RtpLeg.FRAME_SAMPLES;
        }
        nextTimestamp = timestamp + samples;
        grid.record(nowNanos, timestamp);
    }

    /// Begins lateness anew, as at the start of a measured window.
    public void restartLateness() {
        lock.lock();
        try {
            grid.foldInto(lateness);
            lateness = new Lateness();
        } finally {
            lock.unlock();
        }
    }

    private void keep(Law law, byte[] packet, int from, int to, int timestamp) {
        long place = anchorSample + (timestamp - anchorTimestamp);
        if (place < endSample - kept.length || place > endSample + JUMP_SAMPLES_MAX) {
            anchor(timestamp);
            place = endSample;
        }
        for (; endSample < place; endSample++) {
            kept[(int) (endSample % kept.length)] = 0;
        }
        for (int i = from; i < to; i++) {
            kept[(int) (place++ % kept.length)] = law.decode(packet[i]);
        }
        endSample = Math.max(endSample, place);
    }

    private void anchor(int timestamp) {
        anchorTimestamp = timestamp;
        anchorSample = endSample;
    }

    private void onEvent(byte[] packet, int from, int length, int timestamp) {
        if (length - from >= 4
                && (packet[from] & 0xFF) < Keys.ALPHABET.length()
                && (keys.isEmpty() || timestamp != lastEventTimestamp)) {
            lastEventTimestamp = timestamp;
            keys.append(Keys.ALPHABET.charAt(packet[from]));
        }
    }

    private static int int32(byte[] packet, int at) {
        return (packet[at] & 0xFF) << 24
                | (packet[at + 1] & 0xFF) << 16
                | (packet[at + 2] & 0xFF) << 8
                | (packet[at + 3] & 0xFF);
    }

    private long lost() {
        return started ? lostBefore + (highest - firstSequence + 1) - unique : 0;
    }

    /// What came, so far.
    public RtpCounts counts() {
        lock.lock();
        try {
            return new RtpCounts(
                    received,
                    lost(),
                    gaps,
                    skippedFrames,
                    duplicates,
                    reordered,
                    streams,
                    rtcp,
                    foreign,
                    firstArrivalNanos,
                    lastArrivalNanos);
        } finally {
            lock.unlock();
        }
    }

    /// Lateness of all packets so far. Ends the grid that was being fitted; meant for the end of a
    /// call.
    public Lateness lateness() {
        lock.lock();
        try {
            grid.foldInto(lateness);
            Lateness copy = new Lateness();
            copy.add(lateness);
            return copy;
        } finally {
            lock.unlock();
        }
    }

    /// The audio kept, oldest first.
    public short[] audio() {
        return last(keptSamples);
    }

    /// The latest `samples` of audio, or fewer where fewer were heard.
    public short[] last(int samples) {
        lock.lock();
        try {
            int length = (int) Math.min(Math.min(samples, kept.length), endSample);
            short[] audio = new short[length];
            for (int i = 0; i < length; i++) {
                audio[i] = kept[(int) ((endSample - length + i) % kept.length)];
            }
            return audio;
        } finally {
            lock.unlock();
        }
    }

    /// Keys heard as telephone-events, in order.
    public String keys() {
        lock.lock();
        try {
            return keys.toString();
        } finally {
            lock.unlock();
        }
    }

    public List<Spectrum.Tone> tones() {
        return Spectrum.tonesIn(last(3_200));
    }

    /// Peak amplitude of the tone in the latest 200 ms.
    public double level(double hz) {
        return Spectrum.amplitude(last(WINDOW_SAMPLES), hz);
    }

    /// Waits until the tone is in the latest 200 ms, all of which came after this call began.
    public boolean awaitTone(double hz, Duration within) {
        return awaitFresh(
                audio -> Spectrum.amplitude(audio, hz) >= Spectrum.HEARD_AMPLITUDE, within);
    }

    /// Waits for 200 ms in which hardly anything but this tone is heard, as a beep; speech never is
    /// so pure.
    public boolean awaitPureTone(double hz, Duration within) {
        return awaitFresh(
                audio -> {
                    double amplitude = Spectrum.amplitude(audio, hz);
                    return amplitude >= Spectrum.HEARD_AMPLITUDE
                            && amplitude >= 0.9 * Math.sqrt(2) * Spectrum.rms(audio);
                },
                within);
    }

    /// Waits for 200 ms of anything but silence.
    public boolean awaitAudio(Duration within) {
        return awaitFresh(audio -> Spectrum.rms(audio) >= Spectrum.HEARD_AMPLITUDE, within);
    }

    /// Waits for 200 ms of silence, sent as such or not sent at all.
    public boolean awaitSilence(Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        long freshFrom = position() + WINDOW_SAMPLES;
        long packets = counts().received();
        long since = System.nanoTime();
        while (System.nanoTime() < deadline) {
            if (await(
                    () -> endSample >= freshFrom && isQuiet(last(WINDOW_SAMPLES)),
                    Duration.ofMillis(50))) {
                return true;
            }
            long now = counts().received();
            if (now == packets && System.nanoTime() - since >= QUIET_NANOS) {
                return true;
            }
            since = now == packets ? since : System.nanoTime();
            packets = now;
        }
        return false;
    }

    private static boolean isQuiet(short[] audio) {
        return Spectrum.rms(audio) < Spectrum.HEARD_AMPLITUDE / 4;
    }

    /// Waits until this much more audio has come.
    public boolean awaitMore(Duration audio, Duration within) {
        long wanted = position() + audio.toMillis() * Sound.SAMPLES_PER_SECOND / 1_000;
        return await(() -> endSample >= wanted, within);
    }

    /// Waits for keys heard as telephone-events.
    public boolean awaitKeys(String wanted, Duration within) {
        return await(() -> keys.indexOf(wanted) >= 0, within);
    }

    /// Waits for this many packets in all.
    public boolean awaitPackets(long wanted, Duration within) {
        return await(() -> received >= wanted, within);
    }

    /// Samples heard so far: the place of the next one on the line of time.
    public long position() {
        lock.lock();
        try {
            return endSample;
        } finally {
            lock.unlock();
        }
    }

    private interface Judge {
        boolean accepts(short[] audio);
    }

    private interface Fact {
        boolean holds();
    }

    private boolean awaitFresh(Judge judge, Duration within) {
        long freshFrom = position() + WINDOW_SAMPLES;
        return await(() -> endSample >= freshFrom && judge.accepts(last(WINDOW_SAMPLES)), within);
    }

    private boolean await(Fact fact, Duration within) {
        long left = within.toNanos();
        lock.lock();
        waiters++;
        try {
            while (!fact.holds()) {
                if (left <= 0) {
                    return false;
                }
                left = heard.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiters--;
            lock.unlock();
        }
    }
}
