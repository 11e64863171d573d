package antiphon.ivr.prompt;

import antiphon.media.AudioClip;
import org.jspecify.annotations.Nullable;

/// An uploaded prompt in memory.
record UploadedPrompt(String id, String language, AudioClip clip, PromptFacts facts) {

    /// @param below the shipped prompt that this one hides: lends its wording if the upload brought
    ///   none
    Prompt prompt(@Nullable Prompt below) {
        String own = facts.wording();
        String wording = own.isEmpty() && below != null ? below.wording() : own;
        return new Prompt(id, language, wording, clip, false);
    }
}
