/// SIP and SDP as text, written and read by hand so that a test can type what no stack would.
@NullMarked
package antiphon.bench.sip;

import org.jspecify.annotations.NullMarked;
