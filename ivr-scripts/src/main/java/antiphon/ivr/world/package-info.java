/// What a call finds on this server: mailboxes, recordings, prompts in its language, tones.
@NullMarked
package antiphon.ivr.world;

import org.jspecify.annotations.NullMarked;
