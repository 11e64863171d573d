/// The two dialogues of voicemail: leaving a message and listening to messages.
@NullMarked
package antiphon.ivr.voicemail;

import org.jspecify.annotations.NullMarked;
