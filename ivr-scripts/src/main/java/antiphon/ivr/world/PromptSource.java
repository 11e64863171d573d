package antiphon.ivr.world;

import antiphon.media.AudioClip;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The prompts of one release. Immutable, safe for any thread.
public interface PromptSource {
    /// The prompt in exactly this language.
    @Nullable AudioClip find(String language, String id);

    /// The ids that say a whole number; empty if the language cannot say it.
    List<String> number(String language, long number);

    /// The ids that say a length of time; empty if the language cannot say it.
    List<String> duration(String language, Duration duration);
}
