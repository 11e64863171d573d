@NullMarked
package antiphon.signaling;

import org.jspecify.annotations.NullMarked;
