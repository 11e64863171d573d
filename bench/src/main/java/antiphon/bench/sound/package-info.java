/// What a test phone says and hears: tones, G.711, WAV, and the detectors that tell who is heard.
@NullMarked
package antiphon.bench.sound;

import org.jspecify.annotations.NullMarked;
