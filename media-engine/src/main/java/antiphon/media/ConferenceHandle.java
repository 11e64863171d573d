package antiphon.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A conference by its name: what it can tell and change while it has members. Safe for any thread.
final class ConferenceHandle implements Conference {
    private static final double GAIN_MIN_DB = -40;
    private static final double GAIN_MAX_DB = 20;

    private final String name;
    private final RoomDirectory directory;

    ConferenceHandle(String name, RoomDirectory directory) {
        this.name = name;
        this.directory = directory;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Participant> participants() {
        List<Participant> participants = new ArrayList<>();
        for (Member member : members()) {
            participants.add(member.participant());
        }
        return participants;
    }

    @Override
    public boolean locked() {
        Room room = directory.find(name);
        return room != null && room.locked;
    }

    @Override
    public void lock(boolean locked) {
        Room room = directory.find(name);
        if (room != null) {
            room.locked = locked;
        }
    }

    @Override
    public Optional<Participant> participant(String id) {
        Member member = member(id);
        return member == null ? Optional.empty() : Optional.of(member.participant());
    }

    @Override
    public void mute(String id, boolean muted) {
        Member member = member(id);
        if (member != null) {
            member.muted = muted;
        }
    }

    @Override
    public void gain(String id, double gainDb) {
        if (!(gainDb >= GAIN_MIN_DB && gainDb <= GAIN_MAX_DB)) {
            throw new IllegalArgumentException("gain " + gainDb + " dB, allowed -40 to +20");
        }
        Member member = member(id);
        if (member != null) {
            member.gainDb(gainDb);
        }
    }

    @Override
    public void remove(String id) {
        Member member = member(id);
        if (member != null && member.session.handle != null) {
            member.session.handle.removeFromConference();
        }
    }

    private @Nullable Member member(String id) {
        for (Member member : members()) {
            if (member.id.equals(id)) {
                return member;
            }
        }
        return null;
    }

    private List<Member> members() {
        Room room = directory.find(name);
        return room == null ? List.of() : room.members();
    }
}
