package antiphon.ivr.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import antiphon.media.AudioClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MusicCatalogueTest {
    @TempDir Path state;
    @TempDir Path inbox;
    private final Map<String, List<String>> published = new HashMap<>();
    private MusicCatalogue music;
    private Path tone;

    @BeforeEach
    void open() throws IOException {
        music = MusicCatalogue.open(state, this::publish);
        tone = TestWav.tone(inbox.resolve("tone.wav"), 440, 500);
    }

    @Test
    void theShippedMusicPlaysUntilTheClassHasItsOwn() throws IOException {
        assertThat(published).isEqualTo(Map.of("default", List.of("moh/default/evening")));
        music.put("default", "ours", tone);
        assertThat(published.get("default")).containsExactly("moh/default/ours");
        assertThat(music.remove("default", "ours")).isTrue();
        assertThat(published.get("default")).containsExactly("moh/default/evening");
    }

    @Test
    void tracksPlayInTheOrderOfTheirNamesAlsoAfterARestart() throws IOException {
        music.put("sales", "b", tone);
        music.put("sales", "a", tone);
        assertThat(published.get("sales")).containsExactly("moh/sales/a", "moh/sales/b");
        published.clear();
        MusicCatalogue opened = MusicCatalogue.open(state, this::publish);
        assertThat(published.get("sales")).containsExactly("moh/sales/a", "moh/sales/b");
        assertThat(opened.classes()).containsExactly("default", "sales");
        assertThat(opened.uploadedTracks("sales")).containsExactly("a", "b");
        assertThat(opened.openAudio("sales", "a").orElseThrow().readAllBytes())
                .isEqualTo(Files.readAllBytes(tone));
    }

    @Test
    void aClassWithoutTracksIsPublishedEmpty() throws IOException {
        music.put("sales", "a", tone);
        music.remove("sales", "a");
        assertThat(published.get("sales")).isEmpty();
        assertThat(music.classes()).containsExactly("default");
        assertThat(music.remove("sales", "a")).isFalse();
    }

    @Test
    void aWrongNameOrFileIsRefused() throws IOException {
        Path text = Files.writeString(inbox.resolve("x.wav"), "text");
        assertThatThrownBy(() -> music.put("..", "a", tone)).isInstanceOf(PromptRefused.class);
        assertThatThrownBy(() -> music.put("sales", "a/b", tone)).isInstanceOf(PromptRefused.class);
        assertThatThrownBy(() -> music.put("sales", "a", text)).isInstanceOf(PromptRefused.class);
        assertThat(music.classes()).containsExactly("default");
    }

    private void publish(String musicClass, List<AudioClip> tracks) {
        published.put(musicClass, tracks.stream().map(AudioClip::name).toList());
    }
}
