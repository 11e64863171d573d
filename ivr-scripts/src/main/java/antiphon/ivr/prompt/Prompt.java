package antiphon.ivr.prompt;

import antiphon.media.AudioClip;

/// One thing that can be said, ready to play.
///
/// @param id `welcome`, or with one folder `digits/7`
/// @param language of the recording, which after a fallback is not the one asked for
/// @param wording what it says; empty where nobody wrote it down
/// @param shipped false if somebody uploaded it
public record Prompt(String id, String language, String wording, AudioClip clip, boolean shipped) {}
