package antiphon.signaling.jain;

import org.jspecify.annotations.Nullable;

/// What happens to a leg. Always called in the leg's queue.
public interface LegListener {
    /// CANCEL before our final response; 487 was sent.
    void cancelled();

    /// ACK for our 2xx.
    ///
    /// @param body the session description it carried, or null
    void acknowledged(@Nullable String body);

    /// No ACK within 64*T1; BYE was sent.
    void unacknowledged();

    /// BYE; 200 was sent.
    void ended();

    /// A new offer, or the wish for one; to be answered by [Leg#accept] or [Leg#refuse].
    void reinvited(Reinvite reinvite);

    /// A key by INFO.
    void digit(char digit);
}
