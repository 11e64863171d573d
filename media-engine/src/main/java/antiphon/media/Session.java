package antiphon.media;

import antiphon.media.MediaEvent.RecordingEnd;
import antiphon.media.audio.Encoder;
import antiphon.media.audio.Frame;
import antiphon.media.rtp.DigitReader;
import antiphon.media.rtp.Rtcp;
import antiphon.media.rtp.RtcpState;
import antiphon.media.rtp.RtpHeader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One call's media: what comes in, what goes out, and what it is used for. Owned by the media
/// thread of its loop. Packets, commands and the time come in by the methods; packets leave by the
/// [Transport], events by the [MediaListener].
final class Session {
    private static final Logger LOG = System.getLogger(Session.class.getName());

    /// RFC 3550 §6.2: reports every 5 s, ± half, so that sessions don't report in step.
    private static final long RTCP_INTERVAL_NANOS = 5_000_000_000L;

    static final int NOWHERE = -1;

    final MediaListener listener;
    final Transport transport;
    final SessionCounters counters = new SessionCounters();
    private final Receiver receiver = new Receiver();
    private final Sender sender;
    private final Player player = new Player();
    private final KeyReports keys = new KeyReports();
    private final RtcpState rtcp;
    private final long mediaTimeoutNanos;
    private final long holdTimeoutNanos;
    private final EngineClock clock;
    private long random;

    private @Nullable MediaDescription description;
    private @Nullable InetSocketAddress filtered;
    private Encoder encoder = Codecs.encoder(Codec.PCMU);
    private @Nullable Recorder recorder;
    private boolean echo;
    private boolean started;
    private boolean timedOut;

    /// Whether a direction was ever agreed in which we send.
    private boolean heardOnce;

    private long lastAliveNanos;
    private long reportAtNanos;
    private long frameDone = Long.MIN_VALUE;

    /// How its owner sees it; null where a test drives the core by hand.
    @Nullable SessionHandle handle;

    /// The loop that owns it; null while it moves.
    @Nullable MediaLoop owner;

    // Kept by MediaCore.
    @Nullable Room room;
    @Nullable Member member;
    int slot;
    int slotIndex = NOWHERE;
    boolean closed;

    Session(
            MediaListener listener,
            Transport transport,
            EngineClock clock,
            long mediaTimeoutNanos,
            long holdTimeoutNanos,
            long seed) {
        this.listener = listener;
        this.transport = transport;
        this.clock = clock;
        this.mediaTimeoutNanos = mediaTimeoutNanos;
        this.holdTimeoutNanos = holdTimeoutNanos;
        random = seed == 0 ? 1 : seed;
        int ssrc = (int) nextRandom();
        sender = new Sender(ssrc, (int) nextRandom() & 0x7FFF, (int) nextRandom());
        rtcp = new RtcpState(ssrc, clock.cname());
    }

    void connect(MediaDescription agreed, long nowNanos) {
        MediaDescription before = description;
        description = agreed;
        receiver.agree(agreed, nowNanos);
        encoder = Codecs.encoder(agreed.codec());
        heardOnce |= agreed.direction().sends();
        if (before == null || before.direction() != agreed.direction()) {
            lastAliveNanos = nowNanos;
            timedOut = false;
        }
        boolean moved = before != null && !before.remoteRtp().equals(agreed.remoteRtp());
        if (moved || agreed.telephoneEventPayloadType() < 0) {
            keys.peerChanged();
        }
        if (reportAtNanos == 0) {
            reportAtNanos = nowNanos + RTCP_INTERVAL_NANOS / 2;
        }
        listenIfWanted();
    }

    /// @return whether it was the peer's
    boolean onRtp(byte[] packet, int length, InetSocketAddress from, long nowNanos) {
        if (description == null) {
            return rejected();
        }
        if (Rtcp.looksLikeRtcp(packet, length)) {
            return onRtcp(packet, length, from, nowNanos);
        }
        int outcome = receiver.datagram(packet, length, from, nowNanos);
        if (outcome == Receiver.REJECTED) {
            return rejected();
        }
        alive(nowNanos);
        if (outcome != Receiver.ACCEPTED) {
            char digit = DigitReader.digit(outcome);
            if (keys.event(digit, nowNanos)) {
                pressed(digit, nowNanos);
            }
        }
        return true;
    }

    boolean onRtcp(byte[] packet, int length, InetSocketAddress from, long nowNanos) {
        MediaDescription agreed = description;
        if (agreed == null || !Rtcp.valid(packet, length)) {
            return rejected();
        }
        InetSocketAddress source = receiver.latch().latched();
        InetSocketAddress trusted = source != null ? source : agreed.remoteRtcp();
        if (!from.getAddress().equals(trusted.getAddress())) {
            return rejected();
        }
        Rtcp.read(packet, length, rtcp, clock.ntp(nowNanos));
        lastAliveNanos = nowNanos;
        timedOut = false;
        return true;
    }

    private boolean rejected() {
        counters.rejected++;
        return false;
    }

    private void alive(long nowNanos) {
        lastAliveNanos = nowNanos;
        timedOut = false;
        if (!started) {
            started = true;
            emit(new MediaEvent.MediaStarted(nowNanos));
        }
    }

    void pressedBySignaling(char digit, long nowNanos) {
        if (!closed && keys.signaled(digit, nowNanos)) {
            pressed(digit, nowNanos);
        }
    }

    private void pressed(char digit, long nowNanos) {
        emit(new MediaEvent.DigitPressed(digit, nowNanos));
        if (player.bargeIn()) {
            emit(player.end(false));
        }
        if (recorder != null && recorder.endsAt(digit)) {
            endRecording(RecordingEnd.KEY);
        }
    }

    /// First half of a frame: what the peer said in the last 20 ms.
    void hear(long frameIndex, long nowNanos) {
        MediaDescription agreed = description;
        if (agreed == null || frameDone == frameIndex) {
            return;
        }
        InetSocketAddress exclusive = receiver.latch().exclusiveSource(nowNanos);
        if (!Objects.equals(exclusive, filtered)) {
            filtered = exclusive;
            transport.filter(exclusive);
        }
        boolean bothWays = agreed.direction() == Direction.SENDRECV;
        long limitNanos = bothWays ? mediaTimeoutNanos : holdTimeoutNanos;
        if (!timedOut && nowNanos - lastAliveNanos >= limitNanos) {
            timedOut = true;
            emit(new MediaEvent.MediaTimedOut(nowNanos));
        }
        if (recorder != null) {
            recorder.frame(receiver.frame(frameIndex));
            if (recorder.ended()) {
                recorder = null;
                listenIfWanted();
            }
        } else if (member != null || echo) {
            receiver.frame(frameIndex); // here, where a bug ends this session only
        }
    }

    /// Second half of a frame: exactly one packet, if our direction sends.
    void speak(long frameIndex, byte[] packet, long nowNanos) {
        MediaDescription agreed = description;
        if (agreed == null || frameDone == frameIndex) {
            return;
        }
        boolean gap = frameDone != Long.MIN_VALUE && frameIndex - frameDone > 1;
        if (gap) {
            sender.skip(frameIndex - frameDone - 1);
        }
        frameDone = frameIndex;
        InetSocketAddress target = receiver.latch().target();
        if (!agreed.direction().sends() || target == null) {
            sender.skip(1);
            if (!heardOnce) {
                playUnheard(agreed.codec(), frameIndex, packet);
            }
        } else {
            send(agreed, target, frameIndex, packet);
        }
        if (nowNanos >= reportAtNanos) {
            report(packet, nowNanos, false);
        }
    }

    private void send(
            MediaDescription agreed, InetSocketAddress target, long frameIndex, byte[] packet) {
        Codec codec = agreed.codec();
        int length = payload(codec, frameIndex, packet);
        boolean sound = length > 0;
        if (!sound) {
            byte[] silence = Codecs.silence(codec);
            length = silence.length;
            System.arraycopy(silence, 0, packet, RtpHeader.FIXED_LENGTH, length);
        }
        sender.header(packet, agreed.payloadType(), sound);
        if (transport.sendRtp(packet, RtpHeader.FIXED_LENGTH + length, target)) {
            rtcp.sent(length);
        } else {
            counters.unsent++;
        }
        endIfPlayed(codec);
    }

    /// To a peer that never wanted to hear us, clips run on in silence: the call must get past
    /// them. On hold they wait.
    private void playUnheard(Codec codec, long frameIndex, byte[] packet) {
        if (player.playing()) {
            player.next(codec, frameIndex, packet, RtpHeader.FIXED_LENGTH);
            endIfPlayed(codec);
        }
    }

    private void endIfPlayed(Codec codec) {
        if (player.finished(codec)) {
            emit(player.end(true));
        }
    }

    /// Puts what is to be heard behind the header: clips or music, else the echo, else the room.
    private int payload(Codec codec, long frameIndex, byte[] packet) {
        int at = RtpHeader.FIXED_LENGTH;
        if (player.playing() || player.musicPlaying()) {
            return player.next(codec, frameIndex, packet, at);
        }
        if (echo) {
            return encoder.encode(receiver.frame(frameIndex), 0, Frame.SAMPLES, packet, at);
        }
        return room != null && member != null ? room.mixFor(member, codec, packet, at) : 0;
    }

    private void report(byte[] packet, long nowNanos, boolean goodbye) {
        MediaDescription agreed = description;
        InetSocketAddress target = receiver.latch().target();
        if (agreed == null || target == null) {
            return;
        }
        double factor = 0.5 + (nextRandom() >>> 1) / (double) Long.MAX_VALUE;
        reportAtNanos = nowNanos + (long) (RTCP_INTERVAL_NANOS * factor);
        rtcp.timestampNow(sender.timestamp());
        long ntp = clock.ntp(nowNanos);
        int peer = receiver.latch().ssrc();
        int length = Rtcp.write(packet, rtcp, receiver.reception(), peer, ntp, goodbye);
        if (agreed.remoteRtcp().equals(agreed.remoteRtp())) { // RFC 5761: one port for both
            transport.sendRtp(packet, length, target);
        } else {
            transport.sendRtcp(packet, length, rtcpTarget(agreed, target));
        }
    }

    /// The SDP's, unless its RTP turned out to come from elsewhere: then the port above that.
    private static InetSocketAddress rtcpTarget(MediaDescription agreed, InetSocketAddress rtp) {
        boolean asAnnounced = rtp.equals(agreed.remoteRtp()) || rtp.getPort() == 65535;
        return asAnnounced
                ? agreed.remoteRtcp()
                : new InetSocketAddress(rtp.getAddress(), rtp.getPort() + 1);
    }

    void play(Command.Play play) {
        endPlayback();
        player.play(play.playback(), play.clips(), play.bargeIn());
    }

    void playMusic(Music music) {
        endPlayback();
        player.playMusic(music);
    }

    void stopPlaying() {
        endPlayback();
        player.stopMusic();
    }

    private void endPlayback() {
        if (player.playing()) {
            emit(player.end(false));
        }
    }

    void record(Command.StartRecording start) {
        endRecording(RecordingEnd.STOPPED);
        if (closed) {
            start.sink().finish(RecordingEnd.STOPPED, 0);
            return;
        }
        recorder = new Recorder(start.sink(), start.request());
        listenIfWanted();
    }

    void endRecording(RecordingEnd end) {
        Recorder ending = recorder;
        if (ending != null) {
            recorder = null;
            // In a room, or as an echo, what waits is still to be heard by others.
            boolean drain = member == null && !echo;
            ending.end(end, drain ? receiver : null, new int[Frame.SAMPLES]);
            listenIfWanted();
        }
    }

    void echo(boolean on) {
        echo = on;
        listenIfWanted();
    }

    void listenIfWanted() {
        receiver.listen(recorder != null || echo || member != null);
    }

    /// The end: what was under way is finished, the peer is told, the ports are free.
    void close(byte[] packet, long nowNanos) {
        closed = true;
        endRecording(RecordingEnd.STOPPED);
        endPlayback();
        report(packet, nowNanos, true);
        publish();
        transport.close();
    }

    void publish() {
        counters.publish(description, receiver, rtcp);
    }

    void emit(MediaEvent event) {
        try {
            listener.on(event);
        } catch (RuntimeException bug) {
            LOG.log(Level.ERROR, "A media listener threw on " + event.getClass(), bug);
        }
    }

    long packetsSent() {
        return rtcp.packetsSent();
    }

    Receiver receiver() {
        return receiver;
    }

    Encoder encoder() {
        return encoder;
    }

    /// xorshift64*: evenly spread is enough, and it allocates nothing.
    private long nextRandom() {
        random ^= random >>> 12;
        random ^= random << 25;
        random ^= random >>> 27;
        return random * 0x2545F4914F6CDD1DL;
    }
}
