package antiphon.ivr.voicemail;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A recording that has ended.
///
/// @param key the key that ended it
public record Recorded(Ending ending, Duration length, @Nullable Character key) {

    /// Why it ended.
    public enum Ending {
        /// The caller has gone; whatever is asked of the call next throws.
        HUNG_UP("hang-up"),
        KEY("key"),
        SILENCE("silence"),
        LIMIT("limit"),
        /// The file could not be written to the end; what stands in it is good.
        FAILED("failed");

        private final String word;

        Ending(String word) {
            this.word = word;
        }

        /// As it is kept with a message.
        public String word() {
            return word;
        }
    }
}
