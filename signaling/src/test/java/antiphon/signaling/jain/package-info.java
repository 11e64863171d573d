@NullMarked
package antiphon.signaling.jain;

import org.jspecify.annotations.NullMarked;
