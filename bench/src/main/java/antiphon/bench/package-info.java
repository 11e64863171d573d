/// Load and test phones that know Antiphon by the wire alone.
@NullMarked
package antiphon.bench;

import org.jspecify.annotations.NullMarked;
