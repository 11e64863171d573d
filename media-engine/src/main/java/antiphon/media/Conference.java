package antiphon.media;

import java.util.List;
import java.util.Optional;

/// A room in which all hear all others. It exists from its first use until its last member left.
/// Safe for any thread.
public interface Conference {
    String name();

    List<Participant> participants();

    boolean locked();

    /// A locked room takes no new members; a full one neither.
    void lock(boolean locked);

    Optional<Participant> participant(String member);

    void mute(String member, boolean muted);

    /// @param gainDb how much louder this member is heard, -40 to +20
    void gain(String member, double gainDb);

    /// Takes a member out; its session gets [MediaEvent.RemovedFromConference].
    void remove(String member);

    /// @param levelDbov last measured level in dBov, -127 (silence) to 0 (RFC 6464)
    record Participant(
            String member, boolean muted, double gainDb, boolean talking, int levelDbov) {}
}
