/// Session descriptions (RFC 8866) and the offer/answer model (RFC 3264). Pure: no sockets, no
/// clock, no SIP.
@NullMarked
package antiphon.signaling.sdp;

import org.jspecify.annotations.NullMarked;
