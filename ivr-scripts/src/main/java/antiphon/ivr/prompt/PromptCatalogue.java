package antiphon.ivr.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// All prompts, shipped and uploaded, decoded and ready to play. An uploaded prompt stands in front
/// of the shipped one of the same id; when it is removed, the shipped one is heard again.
///
/// Safe for any thread: readers see one immutable snapshot without a lock, a change swaps it. A
/// call that holds a [Prompt] keeps its sound.
public final class PromptCatalogue {
    private final Map<String, Map<String, Prompt>> shipped;
    private final UploadedPrompts files;
    private final Object changing = new Object();
    private final Map<String, SayAs> sayings = new ConcurrentHashMap<>();
    private volatile Map<String, Map<String, UploadedPrompt>> uploaded;

    private PromptCatalogue(Map<String, Map<String, Prompt>> shipped, UploadedPrompts files) {
        this.shipped = shipped;
        this.files = files;
        this.uploaded = files.load();
    }

    /// Reads everything: shipped prompts from the class path, uploaded ones from `STATE/prompts`.
    public static PromptCatalogue open(Path stateFolder) {
        PromptCatalogue catalogue =
                new PromptCatalogue(
                        ShippedAudio.prompts(),
                        new UploadedPrompts(stateFolder.resolve("prompts")));
        // Beside the rest of the start, so that no caller waits for ICU to load.
        Thread.ofVirtual().name("say-as").start(catalogue::warmUp);
        return catalogue;
    }

    /// The prompt in that language or in what the language falls back to: `de-AT`, then `de`. No
    /// further: the flow's own language is the caller's to try.
    public Optional<Prompt> find(String language, String id) {
        for (String tag : Names.fallbacks(language)) {
            Prompt prompt = exactly(tag, id);
            if (prompt != null) {
                return Optional.of(prompt);
            }
        }
        return Optional.empty();
    }

    /// The language and what stands in for it, nearest first: `de-AT`, `de`. Nothing for what is no
    /// language tag.
    public static List<String> fallbacks(String language) {
        return Names.fallbacks(language);
    }

    /// Uploaded files that could not be read at the start.
    public List<Path> leftOut() {
        return files.leftOut();
    }

    /// How that language says numbers, digits and durations; loaded once.
    public SayAs sayAs(String language) {
        return sayings.computeIfAbsent(Names.languageOrUnknown(language), SayAs::new);
    }

    /// Languages with at least one prompt.
    public SortedSet<String> languages() {
        SortedSet<String> languages = new TreeSet<>(shipped.keySet());
        languages.addAll(uploaded.keySet());
        return languages;
    }

    /// Ids recorded in exactly this language.
    public SortedSet<String> ids(String language) {
        String tag = Names.languageOrUnknown(language);
        SortedSet<String> ids = new TreeSet<>(shipped.getOrDefault(tag, Map.of()).keySet());
        ids.addAll(uploaded.getOrDefault(tag, Map.of()).keySet());
        return ids;
    }

    /// What the prompt says; empty if there is none, or none that says what.
    public Optional<String> wording(String language, String id) {
        return find(language, id).map(Prompt::wording).filter(wording -> !wording.isEmpty());
    }

    /// Whether one of that id came with the server, and is heard when the uploaded one is removed.
    public boolean comesBack(String language, String id) {
        return shipped.getOrDefault(Names.languageOrUnknown(language), Map.of()).containsKey(id);
    }

    /// What was noted at the upload; empty for a shipped prompt.
    public Optional<PromptFacts> facts(String language, String id) {
        UploadedPrompt found =
                uploaded.getOrDefault(Names.languageOrUnknown(language), Map.of()).get(id);
        return Optional.ofNullable(found).map(UploadedPrompt::facts);
    }

    /// The WAV file as it is played, of exactly this language; the caller closes it.
    public Optional<InputStream> openAudio(String language, String id) throws IOException {
        String tag = Names.languageOrUnknown(language);
        Prompt prompt = exactly(tag, id);
        if (prompt == null) {
            return Optional.empty();
        }
        return prompt.shipped()
                ? Optional.ofNullable(ShippedAudio.openPrompt(tag, id))
                : Optional.of(Files.newInputStream(files.audio(tag, id)));
    }

    /// Takes a prompt in: on return it is on disk for good and the next caller hears it.
    ///
    /// @param wav PCM, 16 bit, as the audio import writes it; it is copied
    /// @throws PromptRefused if the name is not allowed, the file is not such a WAV, or the
    ///   catalogue is full
    public Prompt put(String language, String id, Path wav, PromptFacts facts) throws IOException {
        String tag = Names.language(language);
        Names.promptId(id);
        Prompt below = shipped.getOrDefault(tag, Map.of()).get(id);
        synchronized (changing) {
            UploadedPrompt stored = files.store(tag, id, wav, facts, uploaded);
            swap(tag, id, stored);
            return stored.prompt(below);
        }
    }

    /// Forgets an uploaded prompt; the shipped one of that id, if any, is heard from then on.
    ///
    /// @return false if nothing of that name was uploaded
    public boolean remove(String language, String id) throws IOException {
        String tag = Names.language(language);
        Names.promptId(id);
        synchronized (changing) {
            boolean removed = files.delete(tag, id);
            swap(tag, id, null);
            return removed;
        }
    }

    private void warmUp() {
        languages().forEach(language -> sayAs(language).duration(Duration.ofSeconds(3_725)));
    }

    private @Nullable Prompt exactly(String tag, String id) {
        Prompt below = shipped.getOrDefault(tag, Map.of()).get(id);
        UploadedPrompt above = uploaded.getOrDefault(tag, Map.of()).get(id);
        return above == null ? below : above.prompt(below);
    }

    private void swap(String language, String id, @Nullable UploadedPrompt prompt) {
        Map<String, Map<String, UploadedPrompt>> languages = new HashMap<>(uploaded);
        Map<String, UploadedPrompt> prompts =
                new HashMap<>(languages.getOrDefault(language, Map.of()));
        if (prompt == null) {
            prompts.remove(id);
        } else {
            prompts.put(id, prompt);
        }
        if (prompts.isEmpty()) {
            languages.remove(language);
        } else {
            languages.put(language, Map.copyOf(prompts));
        }
        uploaded = Map.copyOf(languages);
    }
}
