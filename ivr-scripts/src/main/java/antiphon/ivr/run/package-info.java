/// The interpreter: runs a [antiphon.ivr.flow.Flow] over a [antiphon.signaling.Call], straight-line
/// and blocking, on the call's own thread. What it needs of the server is
/// [antiphon.ivr.world.World].
@NullMarked
package antiphon.ivr.run;

import org.jspecify.annotations.NullMarked;
