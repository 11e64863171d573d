/// RTP of many test calls on two threads: one speaks, one listens.
@NullMarked
package antiphon.bench.rtp;

import org.jspecify.annotations.NullMarked;
