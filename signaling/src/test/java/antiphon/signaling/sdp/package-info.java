@NullMarked
package antiphon.signaling.sdp;

import org.jspecify.annotations.NullMarked;
