package antiphon.ivr.world;

import antiphon.ivr.prompt.Prompt;
import antiphon.ivr.prompt.PromptCatalogue;
import antiphon.media.AudioClip;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The prompts of a catalogue, as it is at each moment. Safe for any thread.
public final class CataloguePrompts implements PromptSource {
    private final PromptCatalogue catalogue;

    public CataloguePrompts(PromptCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public @Nullable AudioClip find(String language, String id) {
        return catalogue.find(language, id).map(Prompt::clip).orElse(null);
    }

    @Override
    public List<String> number(String language, long number) {
        return sayable(language, catalogue.sayAs(language).number(number));
    }

    @Override
    public List<String> duration(String language, Duration duration) {
        return sayable(language, catalogue.sayAs(language).duration(duration));
    }

    /// A number with a word missing is worse than none.
    private List<String> sayable(String language, List<String> ids) {
        boolean complete = ids.stream().allMatch(id -> catalogue.find(language, id).isPresent());
        return complete ? ids : List.of();
    }
}
