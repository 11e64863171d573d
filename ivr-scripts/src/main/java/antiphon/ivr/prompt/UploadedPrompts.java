package antiphon.ivr.prompt;

import antiphon.media.AudioClip;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Uploaded prompts on disk: `FOLDER/LANGUAGE/ID.wav` with `ID.yaml` beside it. The WAV file is the
/// prompt; the facts carry its digest, so that after a crash between the two files nobody reads the
/// facts of another recording.
final class UploadedPrompts {
    /// Ten minutes of 16 kHz with room for the header; longer is music or a mistake.
    static final int FILE_BYTES_MAX = 20_000_000;

    /// All uploads are kept decoded in memory: two hours are 230 MB at 16 kHz.
    static final long TOTAL_MILLIS_MAX = 2 * 3_600_000L;

    private static final Logger log = LoggerFactory.getLogger(UploadedPrompts.class);

    private final Path folder;
    private final Queue<Path> leftOut = new ConcurrentLinkedQueue<>();

    UploadedPrompts(Path folder) {
        this.folder = folder;
    }

    Path audio(String language, String id) {
        return folder.resolve(language).resolve(id + ".wav");
    }

    /// Everything readable; what is not is named in the log and left out, so that one bad file
    /// silences one prompt only.
    Map<String, Map<String, UploadedPrompt>> load() {
        Map<String, Map<String, UploadedPrompt>> languages = new HashMap<>();
        AudioFiles.under(folder, 3).parallelStream()
                .map(this::load)
                .flatMap(Optional::stream)
                .toList()
                .forEach(prompt ->
                        languages
                                .computeIfAbsent(prompt.language(), _ -> new HashMap<>())
                                .put(prompt.id(), prompt));
        languages.replaceAll((_, prompts) -> Map.copyOf(prompts));
        return Map.copyOf(languages);
    }

    UploadedPrompt store(
            String language,
            String id,
            Path wav,
            PromptFacts facts,
            Map<String, Map<String, UploadedPrompt>> present)
            throws IOException {
        String name = language + "/" + id;
        byte[] content = readUpload(name, wav);
        AudioClip clip = decode(name, content);
        long others =
                present.values().stream()
                        .flatMap(prompts -> prompts.values().stream())
                        .filter(other ->
                                !other.id().equals(id) || !other.language().equals(language))
                        .mapToLong(other -> other.clip().durationMillis())
                        .sum();
        if (others + clip.durationMillis() > TOTAL_MILLIS_MAX) {
            throw new PromptRefused(
                    "%s: no room, all uploaded prompts together may last %d minutes and last %d already; remove some"
                            .formatted(name, TOTAL_MILLIS_MAX / 60_000, others / 60_000));
        }
        String text = YamlText.write(asMap(facts, AudioFiles.digest(content)));
        DurableFile.write(factsOf(audio(language, id)), text.getBytes(StandardCharsets.UTF_8));
        DurableFile.write(audio(language, id), content);
        return new UploadedPrompt(id, language, clip, facts);
    }

    boolean delete(String language, String id) throws IOException {
        boolean deleted = DurableFile.delete(audio(language, id));
        DurableFile.delete(factsOf(audio(language, id)));
        return deleted;
    }

    private Optional<UploadedPrompt> load(Path file) {
        try {
            Path relative = folder.relativize(file);
            String language = relative.getName(0).toString();
            String path = relative.subpath(1, relative.getNameCount()).toString();
            String id = Names.promptId(path.substring(0, path.length() - ".wav".length()));
            if (!Names.language(language).equals(language)) {
                throw new PromptRefused(
                        language + ": write the folder " + Names.language(language));
            }
            byte[] content = DurableFile.readAtMost(file, FILE_BYTES_MAX);
            AudioClip clip = decode(language + "/" + id, content);
            PromptFacts facts =
                    facts(factsOf(file), content, clip).orElseGet(() -> unknownFacts(file, clip));
            return Optional.of(new UploadedPrompt(id, language, clip, facts));
        } catch (IOException | RuntimeException e) {
            log.warn("uploaded prompt {} left out: {}", file, e.getMessage());
            leftOut.add(file);
            return Optional.empty();
        }
    }

    /// Files that [#load] could not use.
    List<Path> leftOut() {
        return leftOut.stream().sorted().toList();
    }

    private static byte[] readUpload(String name, Path wav) throws IOException {
        if (Files.size(wav) > FILE_BYTES_MAX) {
            throw new PromptRefused(
                    "%s: %,d bytes of audio, allowed are %,d"
                            .formatted(name, Files.size(wav), FILE_BYTES_MAX));
        }
        return DurableFile.readAtMost(wav, FILE_BYTES_MAX);
    }

    private static AudioClip decode(String name, byte[] content) {
        try {
            return AudioClip.readWav(name, new ByteArrayInputStream(content));
        } catch (IOException e) {
            throw new PromptRefused(name + ": " + e.getMessage());
        }
    }

    private static Path factsOf(Path audio) {
        String name = String.valueOf(audio.getFileName());
        return audio.resolveSibling(name.substring(0, name.length() - ".wav".length()) + ".yaml");
    }

    private static Map<String, Object> asMap(PromptFacts facts, String digest) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("wording", facts.wording());
        map.put("original_file_name", facts.originalFileName());
        map.put("uploaded_at", facts.uploadedAt().toString());
        map.put("duration_millis", facts.durationMillis());
        map.put("level_lufs", facts.levelLufs());
        map.put("sha256", digest);
        return map;
    }

    private static Optional<PromptFacts> facts(Path file, byte[] audio, AudioClip clip)
            throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            byte[] text = DurableFile.readAtMost(file, 65_536);
            Map<String, Object> map =
                    YamlText.map(file.toString(), new String(text, StandardCharsets.UTF_8));
            if (!AudioFiles.digest(audio).equals(map.get("sha256"))) {
                log.warn("{} belongs to another recording and is not used", file);
                return Optional.empty();
            }
            return Optional.of(
                    new PromptFacts(
                            text(map, "wording"),
                            text(map, "original_file_name"),
                            Instant.parse(text(map, "uploaded_at")),
                            clip.durationMillis(),
                            Double.parseDouble(text(map, "level_lufs"))));
        } catch (PromptRefused | DateTimeException | NumberFormatException e) {
            log.warn("{} not used: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private static String text(Map<String, Object> map, String key) {
        return String.valueOf(map.getOrDefault(key, ""));
    }

    /// For a file that somebody put there by hand.
    private static PromptFacts unknownFacts(Path file, AudioClip clip) {
        Instant modified;
        try {
            modified = Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            modified = Instant.EPOCH;
        }
        String name = String.valueOf(file.getFileName());
        return new PromptFacts("", name, modified, clip.durationMillis(), Double.NaN);
    }
}
