/// Audio files from people: decoded by FFmpeg in a limited child process, never in the server and
/// never with a caller waiting. What comes out is one kind of WAV at one loudness.
@NullMarked
package antiphon.server.audio;

import org.jspecify.annotations.NullMarked;
