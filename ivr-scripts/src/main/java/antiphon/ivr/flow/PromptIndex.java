package antiphon.ivr.flow;

import java.util.Optional;
import java.util.Set;

/// The prompt catalogue as the checker sees it. Safe for any thread.
public interface PromptIndex {

    /// Languages that have at least one prompt, as BCP 47 tags.
    Set<String> languages();

    /// Whether the prompt exists in exactly this language.
    boolean has(String language, String id);

    /// Its spoken words; empty if they are not known.
    Optional<String> wording(String language, String id);

    /// All ids, of whatever language: for "did you mean".
    Set<String> ids();
}
