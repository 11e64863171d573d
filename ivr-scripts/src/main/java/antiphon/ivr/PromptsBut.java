package antiphon.ivr;

import antiphon.ivr.flow.PromptIndex;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/// A catalogue of prompts that has others than it has: to see what a flow would be with them.
///
/// @param has language and id
record PromptsBut(PromptIndex prompts, BiPredicate<String, String> has) implements PromptIndex {

    static PromptsBut all(PromptIndex prompts) {
        return new PromptsBut(prompts, (_, _) -> true);
    }

    static PromptsBut without(PromptIndex prompts, String language, String id) {
        return new PromptsBut(
                prompts,
                (otherLanguage, otherId) ->
                        prompts.has(otherLanguage, otherId)
                                && !(otherLanguage.equals(language) && otherId.equals(id)));
    }

    @Override
    public Set<String> languages() {
        return prompts.languages();
    }

    @Override
    public boolean has(String language, String id) {
        return has.test(language, id);
    }

    @Override
    public Optional<String> wording(String language, String id) {
        return prompts.wording(language, id);
    }

    @Override
    public Set<String> ids() {
        return prompts.ids();
    }
}
