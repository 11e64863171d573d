package antiphon.media;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A session as its owner sees it: a queue of commands. Safe for any thread.
///
/// The queue stays with the session when it moves to another loop, so commands are executed in the
/// order in which they were posted, wherever that is.
final class SessionHandle implements MediaSession {
    /// Commands that may wait. A loop takes them every 5 ms; whoever posts more waits for it.
    static final int COMMANDS_MAX = 256;

    private static final long BACK_OFF_NANOS = 1_000_000L;

    final Session session;
    private final int port;
    private final Engine engine;
    private final Queue<Command> commands = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final AtomicLong ids = new AtomicLong();

    /// The loop that owns the session; written by the loop that gives it away.
    volatile MediaLoop loop;

    private volatile @Nullable MediaDescription description;
    private volatile List<AudioClip> lastClips = List.of();
    private volatile boolean closed;

    SessionHandle(Session session, int port, Engine engine, MediaLoop loop) {
        this.session = session;
        this.port = port;
        this.engine = engine;
        this.loop = loop;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void connect(MediaDescription agreed) {
        description = agreed;
        for (AudioClip clip : lastClips) { // what plays goes on in the new codec
            clip.encode(agreed.codec());
        }
        post(new Command.Connect(agreed));
    }

    @Override
    public long play(List<AudioClip> clips, boolean bargeIn) {
        MediaDescription agreed = description;
        Codec codec = agreed == null ? Codec.PCMU : agreed.codec();
        List<AudioClip> all = List.copyOf(clips);
        for (AudioClip clip : all) {
            clip.encode(codec);
        }
        lastClips = all;
        long playback = ids.incrementAndGet();
        post(new Command.Play(playback, all, bargeIn));
        return playback;
    }

    @Override
    public void playMusic(String musicClass) {
        post(new Command.PlayMusic(engine.music(musicClass)));
    }

    @Override
    public void stopPlaying() {
        post(new Command.StopPlaying());
    }

    @Override
    public long record(RecordingRequest request) {
        if (!loop.running()) {
            throw new IllegalStateException("the media engine is closed");
        }
        long recording = ids.incrementAndGet();
        WavRecording file = new WavRecording(request.file(), recording, this::recordingClosed);
        engine.recordings().add(file);
        file.start();
        post(new Command.StartRecording(file, request));
        return recording;
    }

    private void recordingClosed(WavRecording recording, Command result) {
        postResult(result);
        engine.recordings().remove(recording);
    }

    @Override
    public void stopRecording() {
        post(new Command.StopRecording());
    }

    @Override
    public void join(Conference conference, String member, boolean muted) {
        post(new Command.Join(conference.name(), member, muted));
    }

    @Override
    public void leaveConference() {
        post(new Command.Leave(false));
    }

    void removeFromConference() {
        post(new Command.Leave(true));
    }

    @Override
    public void press(char digit) {
        post(new Command.Press(digit));
    }

    @Override
    public void echo(boolean on) {
        post(new Command.Echo(on));
    }

    @Override
    public SessionStats stats() {
        return session.counters.read();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            postResult(new Command.Close());
        }
    }

    /// Posts within the bound: a full queue makes the caller wait for the loop.
    private void post(Command command) {
        while (waiting.get() >= COMMANDS_MAX && !closed && !loop.isCurrentThread()) {
            LockSupport.parkNanos(BACK_OFF_NANOS);
        }
        postResult(command);
    }

    /// Posts what must not be held up: the end of something.
    private void postResult(Command command) {
        waiting.incrementAndGet();
        commands.add(command);
        signal();
    }

    private void signal() {
        if (signalled.compareAndSet(false, true)) {
            loop.post(this);
        }
    }

    /// For the loop: from now on a new command signals again.
    void taken() {
        signalled.set(false);
    }

    /// For the loop that owns the session: the next command.
    @Nullable Command next() {
        Command command = commands.poll();
        if (command != null) {
            waiting.decrementAndGet();
        }
        return command;
    }
}
