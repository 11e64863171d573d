package antiphon.signaling;

import java.time.Instant;

/// Watches calls begin and end: call records, metrics. Called on a thread of the call, never on one
/// that serves SIP or media, so it may block; the two events of one call come in order.
public interface CallListener {
    /// Before the call's code runs.
    default void callStarted(CallView call) {}

    /// @param call as it was at its end, with the last media counters
    /// @param status final status of the INVITE: 200, 404, 487, …
    default void callEnded(CallView call, HangUpCause cause, int status, Instant endedAt) {}

    CallListener NONE = new CallListener() {};
}
