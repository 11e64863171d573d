package antiphon.ivr.turn;

import antiphon.media.AudioClip;
import java.util.ArrayList;
import java.util.List;

/// One clip of a prompt.
///
/// @param bargeIn whether a key cuts it and the rest; otherwise keys pressed meanwhile, and those
///   typed ahead, are thrown away (D3)
public record PromptClip(AudioClip clip, boolean bargeIn) {

    /// All clips with the same barge-in.
    public static List<PromptClip> of(List<AudioClip> clips, boolean bargeIn) {
        return clips.stream().map(clip -> new PromptClip(clip, bargeIn)).toList();
    }

    /// Neighbours of the same kind together: one playback each.
    static List<List<PromptClip>> groups(List<PromptClip> items) {
        List<List<PromptClip>> groups = new ArrayList<>();
        for (PromptClip item : items) {
            if (groups.isEmpty() || groups.getLast().getLast().bargeIn() != item.bargeIn()) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(item);
        }
        return groups;
    }
}
