package antiphon.media;

import antiphon.media.audio.Frame;
import antiphon.media.rtp.Rtcp;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All sessions and rooms of one loop, without sockets and without a clock: packets, commands and
/// the time go in; packets and events come out. Owned by one media thread; tests drive it by hand.
///
///     tick(slot):  every session hears → every room adds up → every session speaks
final class MediaCore {
    private static final Logger LOG = System.getLogger(MediaCore.class.getName());

    /// How often the counters of a session are published: every tenth of a second.
    private static final int PUBLISH_EVERY_FRAMES = 5;

    private final Slot[] slots = new Slot[Frame.SLOTS];
    private final Map<String, Room> rooms = new HashMap<>();
    private final RoomDirectory directory;
    private final EngineClock clock;
    private final byte[] packet = new byte[1500];
    private int sessionCount;
    private long rejectedBySessionsGone;
    private long sentBySessionsGone;
    private long receivedBySessionsGone;

    private static final class Slot {
        final List<Session> sessions = new ArrayList<>();
        final List<Room> rooms = new ArrayList<>();
    }

    MediaCore(EngineClock clock, RoomDirectory directory) {
        this.clock = clock;
        this.directory = directory;
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Slot();
        }
        assert packet.length >= Rtcp.LENGTH_MAX : packet.length;
    }

    /// Takes a session in: a new one, or one from another loop.
    void add(Session session) {
        put(session, emptiestSlot());
        sessionCount++;
    }

    /// Gives a session away; it belongs to no room.
    void remove(Session session) {
        if (session.slotIndex != Session.NOWHERE) {
            take(session);
            sessionCount--;
        }
    }

    void execute(Session session, Command command, long nowNanos) {
        if (session.closed) {
            executeClosed(session, command);
            return;
        }
        try {
            switch (command) {
                case Command.Connect(var description) -> session.connect(description, nowNanos);
                case Command.Play play -> session.play(play);
                case Command.PlayMusic(var music) -> session.playMusic(music);
                case Command.StopPlaying _ -> session.stopPlaying();
                case Command.StartRecording start -> session.record(start);
                case Command.StopRecording _ ->
                        session.endRecording(MediaEvent.RecordingEnd.STOPPED);
                case Command.RecordingClosed closed -> recordingClosed(session, closed);
                case Command.Join join -> join(session, join);
                case Command.Leave(boolean removed) -> leave(session, removed);
                case Command.Press(char digit) -> session.pressedBySignaling(digit, nowNanos);
                case Command.Echo(boolean on) -> session.echo(on);
                case Command.Close _ -> close(session, nowNanos);
            }
        } catch (RuntimeException bug) {
            fail(session, bug, nowNanos);
        }
    }

    /// A closed session still tells how its recording ended, and takes no other command.
    private static void executeClosed(Session session, Command command) {
        if (command instanceof Command.RecordingClosed closed) {
            recordingClosed(session, closed);
        } else if (command instanceof Command.StartRecording start) {
            session.record(start);
        }
    }

    private static void recordingClosed(Session session, Command.RecordingClosed closed) {
        session.emit(
                new MediaEvent.RecordingFinished(
                        closed.recording(), closed.end(), closed.durationMillis()));
    }

    /// One frame of every session in a slot.
    ///
    /// @param dueNanos when it was due: frames are counted by it, late or not
    void tick(int slotIndex, long dueNanos, long nowNanos) {
        Slot slot = slots[slotIndex];
        long frame = Math.floorDiv(dueNanos - clock.epochNanos(), Frame.NANOS);
        for (int i = slot.sessions.size() - 1; i >= 0; i--) { // backwards: failing ones are removed
            Session session = slot.sessions.get(i);
            try {
                session.hear(frame, nowNanos);
            } catch (RuntimeException bug) {
                fail(session, bug, nowNanos);
            }
        }
        for (int i = 0; i < slot.rooms.size(); i++) {
            slot.rooms.get(i).collect(frame);
        }
        boolean publish = frame % PUBLISH_EVERY_FRAMES == 0;
        for (int i = slot.sessions.size() - 1; i >= 0; i--) {
            Session session = slot.sessions.get(i);
            try {
                session.speak(frame, packet, nowNanos);
                if (publish) {
                    session.publish();
                }
            } catch (RuntimeException bug) {
                fail(session, bug, nowNanos);
            }
        }
    }

    private void join(Session session, Command.Join join) {
        leave(session, false);
        Room room = rooms.get(join.conference());
        if (room == null) {
            room = new Room(join.conference(), emptiestSlot());
            rooms.put(room.name, room);
            slots[room.slot].rooms.add(room);
            directory.opened(room);
        } else if (room.locked || room.full()) {
            var reason =
                    room.locked ? MediaEvent.RemovalReason.LOCKED : MediaEvent.RemovalReason.FULL;
            session.emit(new MediaEvent.RemovedFromConference(room.name, reason));
            return;
        }
        take(session);
        put(session, room.slot);
        Member member = new Member(session, join.member(), join.muted());
        session.room = room;
        session.member = member;
        session.listenIfWanted();
        room.add(member);
    }

    private void leave(Session session, boolean removed) {
        Room room = session.room;
        Member member = session.member;
        if (room == null || member == null) {
            return;
        }
        room.remove(member);
        session.room = null;
        session.member = null;
        session.listenIfWanted();
        if (room.empty()) {
            rooms.remove(room.name);
            slots[room.slot].rooms.remove(room);
            directory.closed(room);
        }
        if (removed) {
            session.emit(
                    new MediaEvent.RemovedFromConference(
                            room.name, MediaEvent.RemovalReason.REMOVED));
        }
    }

    private void close(Session session, long nowNanos) {
        leave(session, false);
        session.close(packet, nowNanos);
        remove(session);
        receivedBySessionsGone += session.receiver().packets();
        sentBySessionsGone += session.packetsSent();
        rejectedBySessionsGone += session.counters.rejected;
    }

    /// The catch-all around one session: a bug or a lost socket ends that session and no other.
    void fail(Session session, RuntimeException bug, long nowNanos) {
        LOG.log(Level.ERROR, "A media session failed and was closed", bug);
        try {
            close(session, nowNanos);
        } catch (RuntimeException again) {
            LOG.log(Level.ERROR, "The failed media session could not be closed cleanly", again);
            session.closed = true;
            remove(session);
        }
        session.emit(new MediaEvent.SessionFailed(bug.toString()));
    }

    void closeAll(long nowNanos) {
        for (Slot slot : slots) {
            while (!slot.sessions.isEmpty()) {
                close(slot.sessions.getLast(), nowNanos);
            }
        }
    }

    List<Session> sessions(int slot) {
        return slots[slot].sessions;
    }

    int sessionCount() {
        return sessionCount;
    }

    long packetsReceived() {
        long sum = receivedBySessionsGone;
        for (Slot slot : slots) {
            for (int i = 0; i < slot.sessions.size(); i++) {
                sum += slot.sessions.get(i).receiver().packets();
            }
        }
        return sum;
    }

    long packetsSent() {
        long sum = sentBySessionsGone;
        for (Slot slot : slots) {
            for (int i = 0; i < slot.sessions.size(); i++) {
                sum += slot.sessions.get(i).packetsSent();
            }
        }
        return sum;
    }

    long packetsRejected() {
        long sum = rejectedBySessionsGone;
        for (Slot slot : slots) {
            for (int i = 0; i < slot.sessions.size(); i++) {
                sum += slot.sessions.get(i).counters.rejected;
            }
        }
        return sum;
    }

    private int emptiestSlot() {
        int emptiest = 0;
        for (int i = 1; i < slots.length; i++) {
            if (slots[i].sessions.size() < slots[emptiest].sessions.size()) {
                emptiest = i;
            }
        }
        return emptiest;
    }

    private void put(Session session, int slot) {
        session.slot = slot;
        session.slotIndex = slots[slot].sessions.size();
        slots[slot].sessions.add(session);
    }

    private void take(Session session) {
        List<Session> sessions = slots[session.slot].sessions;
        Session last = sessions.removeLast();
        if (last != session) {
            sessions.set(session.slotIndex, last);
            last.slotIndex = session.slotIndex;
        }
        session.slotIndex = Session.NOWHERE;
    }
}
