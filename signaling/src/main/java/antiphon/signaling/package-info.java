/// Calls: what an INVITE becomes. JAIN-SIP stays inside `antiphon.signaling.jain`.
@NullMarked
package antiphon.signaling;

import org.jspecify.annotations.NullMarked;
