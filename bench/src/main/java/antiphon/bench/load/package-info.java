/// Load on a server over the wire, and what callers got for it.
@NullMarked
package antiphon.bench.load;

import org.jspecify.annotations.NullMarked;
