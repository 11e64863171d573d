package antiphon.ivr.simulation;

import antiphon.ivr.flow.PromptIndex;
import antiphon.ivr.flow.WorldIndex;
import antiphon.ivr.world.PromptSource;
import antiphon.media.AudioClip;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Every prompt in English and German, one second long each.
public final class SimPrompts {
    public static final PromptSource ALL = new All();
    public static final PromptIndex INDEX = new Index();
    public static final WorldIndex WORLD = new AllWorld();

    private SimPrompts() {}

    private static final class All implements PromptSource {
        private final Map<String, AudioClip> clips = new HashMap<>();

        @Override
        public @Nullable AudioClip find(String language, String id) {
            return clips.computeIfAbsent(
                    language + "/" + id, name -> AudioClip.of(name, 8000, new short[8000]));
        }

        @Override
        public List<String> number(String language, long number) {
            return List.of("number-" + number);
        }

        @Override
        public List<String> duration(String language, Duration duration) {
            return List.of("duration-" + duration.toSeconds());
        }
    }

    /// The checker sees no gap: what is tested is what happens in a call all the same.
    private static final class Index implements PromptIndex {
        @Override
        public Set<String> languages() {
            return Set.of("en", "de", "de-AT");
        }

        @Override
        public boolean has(String language, String id) {
            return true;
        }

        @Override
        public Optional<String> wording(String language, String id) {
            return Optional.empty();
        }

        @Override
        public Set<String> ids() {
            return Set.of();
        }
    }

    private static final class AllWorld implements WorldIndex {
        @Override
        public boolean mailboxExists(String number) {
            return true;
        }

        @Override
        public boolean roomExists(String name) {
            return true;
        }

        @Override
        public boolean musicExists(String musicClass) {
            return true;
        }

        @Override
        public boolean settingExists(String name) {
            return true;
        }
    }
}
