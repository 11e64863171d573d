package antiphon.ivr.prompt;

import antiphon.media.AudioClip;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the prompts jar brings: read from the class path. A fault in it is a fault in the build, so
/// it stops the start.
final class ShippedAudio {
    private static final String PROMPTS = "/prompts/";
    private static final String MUSIC = "/moh/";

    private ShippedAudio() {}

    /// Prompts by language and id, their audio decoded by all cores at once.
    static Map<String, Map<String, Prompt>> prompts() {
        Map<String, Map<String, Prompt>> languages = new LinkedHashMap<>();
        for (String language :
                YamlText.list(PROMPTS + "languages.yaml", text(PROMPTS + "languages.yaml"))) {
            String source = PROMPTS + language + "/wording.yaml";
            List<Map.Entry<String, Object>> wordings =
                    List.copyOf(YamlText.map(source, text(source)).entrySet());
            Map<String, Prompt> prompts = new LinkedHashMap<>();
            wordings.parallelStream()
                    .map(line -> prompt(language, line.getKey(), String.valueOf(line.getValue())))
                    .toList()
                    .forEach(prompt -> prompts.put(prompt.id(), prompt));
            languages.put(language, Map.copyOf(prompts));
        }
        return Map.copyOf(languages);
    }

    /// Tracks by class.
    static Map<String, List<AudioClip>> music() {
        Map<String, List<AudioClip>> classes = new LinkedHashMap<>();
        YamlText.map(MUSIC + "classes.yaml", text(MUSIC + "classes.yaml"))
                .forEach((musicClass, tracks) ->
                        classes.put(musicClass, tracks(musicClass, tracks)));
        return Map.copyOf(classes);
    }

    static @Nullable InputStream openPrompt(String language, String id) {
        return ShippedAudio.class.getResourceAsStream(PROMPTS + language + "/" + id + ".wav");
    }

    private static Prompt prompt(String language, String id, String wording) {
        String path = PROMPTS + language + "/" + id + ".wav";
        return new Prompt(id, language, wording, clip(language + "/" + id, path), true);
    }

    private static List<AudioClip> tracks(String musicClass, Object names) {
        List<AudioClip> tracks = new ArrayList<>();
        for (String name : YamlText.texts(names instanceof List<?> list ? list : List.of(names))) {
            String title = musicClass + "/" + name;
            tracks.add(clip("moh/" + title, MUSIC + title + ".wav"));
        }
        return List.copyOf(tracks);
    }

    private static AudioClip clip(String name, String path) {
        try {
            return AudioClip.readWav(name, new ByteArrayInputStream(bytes(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String path) {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String path) {
        try (InputStream in = ShippedAudio.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(
                        path + " is not on the class path: is the prompts jar missing?");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
