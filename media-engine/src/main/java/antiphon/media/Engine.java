package antiphon.media;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The loops, and what they share: ports, room names, music. Safe for any thread.
final class Engine implements MediaEngine {
    private static final Logger LOG = System.getLogger(Engine.class.getName());

    /// More threads than this are a mistake in the settings.
    private static final int LOOPS_MAX = 64;

    /// How long closing waits for the disk to take what was recorded.
    private static final long CLOSE_RECORDINGS_NANOS = 10_000_000_000L;

    private static final int CNAME_BYTES = 12; // RFC 7022 §4.2: 96 random bits

    private final MediaSettings settings;
    private final EngineClock clock;
    private final PortAllocator ports;
    private final RoomDirectory directory = new RoomDirectory();
    private final List<MediaLoop> loops = new ArrayList<>();
    private final AtomicInteger nextLoop = new AtomicInteger();
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Music> music = new ConcurrentHashMap<>();
    private final Set<WavRecording> recordings = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private Engine(MediaSettings settings) {
        this.settings = settings;
        byte[] name = new byte[CNAME_BYTES];
        random.nextBytes(name);
        byte[] cname = Base64.getEncoder().encodeToString(name).getBytes(StandardCharsets.US_ASCII);
        long nowNanos = System.nanoTime();
        long unixNanosAtZero = System.currentTimeMillis() * 1_000_000L - nowNanos;
        clock = new EngineClock(nowNanos, unixNanosAtZero, cname);
        ports =
                new PortAllocator(
                        settings.address(),
                        settings.portMin(),
                        settings.portMax(),
                        random.nextInt());
        for (int i = 0; i < settings.loops(); i++) {
            loops.add(new MediaLoop(i, new MediaCore(clock, directory), clock, this::loopOf));
        }
    }

    static Engine start(MediaSettings settings) {
        if (settings.loops() < 1 || settings.loops() > LOOPS_MAX) {
            throw new IllegalArgumentException(
                    "media loops " + settings.loops() + ", allowed 1-" + LOOPS_MAX);
        }
        Engine engine = new Engine(settings);
        engine.loops.forEach(MediaLoop::start);
        return engine;
    }

    @Override
    public MediaSession open(MediaListener listener) {
        if (closed) {
            throw new IllegalStateException("the media engine is closed");
        }
        MediaLoop loop = loops.get(Math.floorMod(nextLoop.getAndIncrement(), loops.size()));
        SessionSocket socket = ports.open(loop.buffers);
        Session session =
                new Session(
                        listener,
                        socket,
                        clock,
                        settings.mediaTimeout().toNanos(),
                        settings.holdTimeout().toNanos(),
                        random.nextLong());
        SessionHandle handle = new SessionHandle(session, socket.port(), this, loop);
        session.handle = handle;
        loop.admit(handle);
        return handle;
    }

    @Override
    public boolean reaches(InetAddress peer) {
        return SessionSocket.reaches(settings.address(), peer);
    }

    /// A room lives on one loop, which its name decides.
    private MediaLoop loopOf(String conference) {
        return loops.get(Math.floorMod(conference.hashCode(), loops.size()));
    }

    @Override
    public Conference conference(String name) {
        return new ConferenceHandle(name, directory);
    }

    @Override
    public Optional<Conference> findConference(String name) {
        return directory.find(name) == null
                ? Optional.empty()
                : Optional.of(new ConferenceHandle(name, directory));
    }

    @Override
    public List<Conference> conferences() {
        List<Conference> conferences = new ArrayList<>();
        for (String name : directory.names()) {
            conferences.add(new ConferenceHandle(name, directory));
        }
        return conferences;
    }

    @Override
    public void publishMusic(String musicClass, List<AudioClip> tracks) {
        if (tracks.isEmpty()) {
            music.remove(musicClass); // its listeners keep what they hear
        } else {
            music.computeIfAbsent(musicClass, Music::new).publish(tracks);
        }
    }

    @Override
    public List<String> musicClasses() {
        return music.keySet().stream().sorted().toList();
    }

    Music music(String musicClass) {
        Music known = music.get(musicClass);
        if (known == null) {
            throw new IllegalArgumentException(
                    "music class " + musicClass + ", published are " + musicClasses());
        }
        return known;
    }

    Set<WavRecording> recordings() {
        return recordings;
    }

    @Override
    public EngineStats stats() {
        int sessions = 0;
        long received = 0;
        long sent = 0;
        long rejected = 0;
        long ticks = 0;
        long late = 0;
        long p99 = 0;
        long max = 0;
        for (MediaLoop loop : loops) {
            MediaLoop.LoopStats stats = loop.stats();
            sessions += stats.sessions();
            received += stats.received();
            sent += stats.sent();
            rejected += stats.rejected();
            ticks += stats.ticks();
            late += stats.lateTicks();
            p99 = Math.max(p99, loop.lateness().p99Micros());
            max = Math.max(max, loop.lateness().maxMicros());
        }
        return new EngineStats(
                sessions, directory.count(), received, sent, rejected, ticks, late, p99, max);
    }

    @Override
    public void close() {
        closed = true;
        loops.forEach(MediaLoop::closeSessions);
        try {
            long deadlineNanos = System.nanoTime() + CLOSE_RECORDINGS_NANOS;
            for (WavRecording recording : recordings) {
                if (!recording.awaitDone(deadlineNanos - System.nanoTime())) {
                    LOG.log(Level.ERROR, "A recording could not be completed before the end");
                }
            }
            for (MediaLoop loop : loops) {
                loop.stop();
                loop.awaitEnd();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            loops.forEach(MediaLoop::stop);
        }
    }
}
