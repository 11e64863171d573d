/// Calls without a telephone: a [antiphon.signaling.Call] on a virtual clock, a caller who follows
/// a script or a seed, and the flow tests built from them.
@NullMarked
package antiphon.ivr.simulation;

import org.jspecify.annotations.NullMarked;
