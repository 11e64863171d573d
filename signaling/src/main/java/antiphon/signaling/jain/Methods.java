package antiphon.signaling.jain;

import java.util.Set;

/// SIP methods: which exist and which we serve.
final class Methods {
    /// Registered with IANA. Others get 501, these at worst 405 (RFC 3261 §8.2.1, §21.5.2).
    static final Set<String> KNOWN =
            Set.of(
                    "INVITE",
                    "ACK",
                    "BYE",
                    "CANCEL",
                    "OPTIONS",
                    "INFO",
                    "UPDATE",
                    "PRACK",
                    "REFER",
                    "SUBSCRIBE",
                    "NOTIFY",
                    "MESSAGE",
                    "PUBLISH",
                    "REGISTER");

    /// The Allow header. UPDATE, PRACK, REFER and SUBSCRIBE are not served.
    static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO";

    /// Bodies that an INVITE may carry.
    static final String ACCEPT = "application/sdp, multipart/mixed";

    /// Bodies that an INFO may carry.
    static final String ACCEPT_INFO = "application/dtmf-relay, application/dtmf";

    /// Option tags that a Require header may name: none so far.
    static final Set<String> OPTION_TAGS = Set.of();

    private Methods() {}
}
