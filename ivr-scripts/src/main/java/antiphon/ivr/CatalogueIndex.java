package antiphon.ivr;

import antiphon.ivr.flow.PromptIndex;
import antiphon.ivr.prompt.PromptCatalogue;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The prompt catalogue as the checker of flows sees it. Safe for any thread.
final class CatalogueIndex implements PromptIndex {
    private final PromptCatalogue catalogue;

    CatalogueIndex(PromptCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Set<String> languages() {
        return catalogue.languages();
    }

    @Override
    public boolean has(String language, String id) {
        return catalogue.ids(language).contains(id);
    }

    @Override
    public Optional<String> wording(String language, String id) {
        return catalogue.wording(language, id);
    }

    @Override
    public Set<String> ids() {
        Set<String> all = new TreeSet<>();
        catalogue.languages().forEach(language -> all.addAll(catalogue.ids(language)));
        return all;
    }
}
