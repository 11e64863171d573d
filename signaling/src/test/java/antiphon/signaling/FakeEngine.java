package antiphon.signaling;

import antiphon.media.AudioClip;
import antiphon.media.Conference;
import antiphon.media.EngineStats;
import antiphon.media.MediaDescription;
import antiphon.media.MediaEngine;
import antiphon.media.MediaEvent;
import antiphon.media.MediaListener;
import antiphon.media.MediaSession;
import antiphon.media.RecordingRequest;
import antiphon.media.SessionStats;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Media without sound: remembers what signaling asked for, and lets a test report events.
final class FakeEngine implements MediaEngine {
    final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final AtomicInteger ports = new AtomicInteger(20_000);

    /// Reported as soon as a session is connected.
    volatile boolean mediaStartsAtOnce = true;

    /// Whether its sockets were bound to an IPv4 address.
    volatile boolean ipv4Only;

    @Override
    public MediaSession open(MediaListener listener) {
        var session = new Session(ports.getAndAdd(2), listener);
        sessions.add(session);
        return session;
    }

    Session last() {
        return sessions.getLast();
    }

    int openSessions() {
        return (int) sessions.stream().filter(s -> s.closes.get() == 0).count();
    }

    @Override
    public boolean reaches(InetAddress peer) {
        return !ipv4Only || peer instanceof Inet4Address;
    }

    @Override
    public Conference conference(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Conference> findConference(String name) {
        return Optional.empty();
    }

    @Override
    public List<Conference> conferences() {
        return List.of();
    }

    @Override
    public void publishMusic(String musicClass, List<AudioClip> tracks) {}

    @Override
    public List<String> musicClasses() {
        return List.of();
    }

    @Override
    public EngineStats stats() {
        return new EngineStats(openSessions(), 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {}

    final class Session implements MediaSession {
        final int port;
        final MediaListener listener;
        final List<MediaDescription> connects = new CopyOnWriteArrayList<>();
        final List<String> actions = new CopyOnWriteArrayList<>();
        final AtomicInteger closes = new AtomicInteger();
        private final AtomicInteger ids = new AtomicInteger();
        volatile long recording = -1;

        Session(int port, MediaListener listener) {
            this.port = port;
            this.listener = listener;
        }

        MediaDescription media() {
            return connects.getLast();
        }

        void report(MediaEvent event) {
            listener.on(event);
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public void connect(MediaDescription description) {
            connects.add(description);
            if (connects.size() == 1 && mediaStartsAtOnce)
                report(new MediaEvent.MediaStarted(System.nanoTime()));
        }

        @Override
        public long play(List<AudioClip> clips, boolean bargeIn) {
            actions.add("play");
            return ids.incrementAndGet();
        }

        @Override
        public void playMusic(String musicClass) {
            actions.add("music " + musicClass);
        }

        @Override
        public void stopPlaying() {
            actions.add("stopPlaying");
        }

        @Override
        public long record(RecordingRequest request) {
            actions.add("record");
            recording = ids.incrementAndGet();
            return recording;
        }

        @Override
        public void stopRecording() {
            actions.add("stopRecording");
        }

        @Override
        public void join(Conference conference, String member, boolean muted) {
            actions.add("join");
        }

        @Override
        public void leaveConference() {
            actions.add("leave");
        }

        @Override
        public void press(char digit) {
            actions.add("press " + digit);
            report(new MediaEvent.DigitPressed(digit, System.nanoTime()));
        }

        @Override
        public void echo(boolean on) {
            actions.add("echo " + on);
        }

        @Override
        public SessionStats stats() {
            @Nullable MediaDescription media = connects.isEmpty() ? null : connects.getLast();
            return new SessionStats(
                    null, media == null ? null : media.codec(), 0, 0, 0, 0, 0, 0, 0, 0);
        }

        @Override
        public void close() {
            closes.incrementAndGet();
            actions.add("close");
        }
    }
}
