package antiphon.ivr.flow;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What is heard, perhaps another thing at each attempt: `{1: wrong-key, 2: wrong-key-help}`.
///
/// @param byAttempt from 1 on; never empty
public record Prompts(NavigableMap<Integer, List<PromptItem>> byAttempt) {

    public Prompts {
        byAttempt = Collections.unmodifiableNavigableMap(new TreeMap<>(byAttempt));
    }

    public static Prompts always(List<PromptItem> items) {
        NavigableMap<Integer, List<PromptItem>> single = new TreeMap<>();
        single.put(1, List.copyOf(items));
        return new Prompts(single);
    }

    /// The items of the highest number that is not above `attempt`.
    ///
    /// @param attempt counted from 1
    public List<PromptItem> at(int attempt) {
        var entry = byAttempt.floorEntry(attempt);
        return entry == null ? byAttempt.firstEntry().getValue() : entry.getValue();
    }
}
