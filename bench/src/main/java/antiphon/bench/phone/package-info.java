/// A SIP test phone: places and takes calls, speaks, presses keys, and says what it heard.
@NullMarked
package antiphon.bench.phone;

import org.jspecify.annotations.NullMarked;
