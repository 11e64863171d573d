package antiphon.ivr;

/// What a route can lead to. The argument is the first group of the route's pattern, or the whole
/// user where it has none.
public enum Service {
    /// The flow of that name.
    FLOW,
    /// The conference of that name, made on first use.
    CONFERENCE,
    /// Leave a message in that mailbox; why the caller is here is read from the INVITE.
    DEPOSIT,
    DEPOSIT_UNAVAILABLE,
    DEPOSIT_BUSY,
    /// Listen to messages; with an RFC 4458 `target`, leave one for it.
    MAILBOX,
    /// The music class of that name.
    MUSIC,
    ECHO,
    /// An announcement (RFC 4240 §3).
    ANNOUNCEMENT
}
