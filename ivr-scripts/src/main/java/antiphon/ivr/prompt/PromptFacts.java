package antiphon.ivr.prompt;

import java.time.Instant;

/// What is known of an uploaded prompt besides its sound.
///
/// @param wording what it says; empty keeps the wording of the shipped prompt of that id
/// @param originalFileName as the person's computer called it
/// @param durationMillis of the converted audio
/// @param levelLufs loudness of the converted audio
public record PromptFacts(
        String wording,
        String originalFileName,
        Instant uploadedAt,
        long durationMillis,
        double levelLufs) {}
