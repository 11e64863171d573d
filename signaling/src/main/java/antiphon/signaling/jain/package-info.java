/// The SIP stack's cage: everything of `javax.sip` and `gov.nist` stays in here. Sockets, parsing
/// and transactions are JAIN-SIP's; the reader, the framing, the admission and the dialogs are
/// ours.
@NullMarked
package antiphon.signaling.jain;

import org.jspecify.annotations.NullMarked;
