package antiphon.ivr.world;

import antiphon.ivr.prompt.PromptCatalogue;
import antiphon.media.AudioClip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds what is to be heard in the language of the call: exactly that, else without its region,
/// else the flow's first language (counted), else [PromptMissing]: never silence without a word.
/// Owned by the call's thread.
public final class Speech {
    private static final Logger LOG = LoggerFactory.getLogger(Speech.class);

    private final PromptSource prompts;
    private final World world;
    private final Supplier<String> language;
    private final Supplier<String> lastResort;

    /// @param language of the call at this moment
    /// @param lastResort the first language of the flow it is in
    public Speech(
            PromptSource prompts,
            World world,
            Supplier<String> language,
            Supplier<String> lastResort) {
        this.prompts = prompts;
        this.world = world;
        this.language = language;
        this.lastResort = lastResort;
    }

    /// Prompts, one after the other.
    ///
    /// @throws PromptMissing if one exists in no language that may be used
    public List<AudioClip> say(List<String> ids) {
        return ids.stream().map(this::prompt).toList();
    }

    public List<AudioClip> say(String... ids) {
        return say(List.of(ids));
    }

    /// One by one: digits, `*`, `#`, `+`; anything else is passed over.
    public List<AudioClip> digits(String text) {
        List<AudioClip> clips = new ArrayList<>();
        for (int at = 0; at < text.length(); at++) {
            String piece = digit(text.charAt(at));
            if (piece != null) {
                clips.add(prompt("digits/" + piece));
            }
        }
        return clips;
    }

    public List<AudioClip> number(long number) {
        for (String tag : languages()) {
            List<String> ids = prompts.number(tag, number);
            if (!ids.isEmpty()) {
                return say(ids);
            }
        }
        // Digit by digit is worse to hear than a number, and better than an apology.
        missing("number " + number);
        return digits(Long.toString(number));
    }

    public List<AudioClip> duration(Duration duration) {
        for (String tag : languages()) {
            List<String> ids = prompts.duration(tag, duration);
            if (!ids.isEmpty()) {
                return say(ids);
            }
        }
        missing("a duration");
        return number(duration.toSeconds());
    }

    /// A single prompt, outside any flow.
    public static Optional<AudioClip> find(
            PromptSource prompts, String language, String lastResort, String id) {
        return languages(language, lastResort).stream()
                .flatMap(tag -> Stream.ofNullable(prompts.find(tag, id)))
                .findFirst();
    }

    private AudioClip prompt(String id) {
        for (String tag : languages()) {
            AudioClip clip = prompts.find(tag, id);
            if (clip != null) {
                if (tag.equals(lastResort.get()) && !sameLanguage(tag)) {
                    missing(id);
                }
                return clip;
            }
        }
        missing(id);
        throw new PromptMissing("prompt " + id + " exists in none of " + languages());
    }

    /// `de-AT`, `de`, and the flow's first language.
    private List<String> languages() {
        return languages(language.get(), lastResort.get());
    }

    private static List<String> languages(String language, String lastResort) {
        List<String> tags = PromptCatalogue.fallbacks(language);
        if (!tags.contains(lastResort)) {
            tags.add(lastResort);
        }
        return tags;
    }

    private boolean sameLanguage(String tag) {
        return language.get().equals(tag) || language.get().startsWith(tag + "-");
    }

    private void missing(String what) {
        LOG.warn("{} is missing in language {}", what, language.get());
        world.promptMissing(language.get(), what);
    }

    private static @Nullable String digit(char character) {
        return switch (character) {
            case '*' -> "star";
            case '#' -> "pound";
            case '+' -> "plus";
            default -> character >= '0' && character <= '9' ? String.valueOf(character) : null;
        };
    }
}
