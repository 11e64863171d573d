package antiphon.signaling;

/// Why a call ended.
public enum HangUpCause {
    /// BYE from the peer.
    CALLER_BYE,
    /// CANCEL before the answer.
    CALLER_CANCEL,
    /// We sent BYE because the flow ended.
    COMPLETED,
    /// We refused the INVITE.
    REJECTED,
    /// An administrator ended it.
    ADMINISTRATOR,
    /// No ACK for our 2xx within 64*T1 (RFC 3261 §13.3.1.4).
    NO_ACK,
    /// No media from the peer for the media time-out.
    MEDIA_TIMEOUT,
    /// The server is shutting down.
    DRAINED,
    /// The call's code or its media failed.
    FAILED
}
