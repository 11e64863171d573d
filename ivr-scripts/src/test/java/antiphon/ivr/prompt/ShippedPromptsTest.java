package antiphon.ivr.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.media.AudioClip;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ShippedPromptsTest {
    private static PromptCatalogue catalogue;

    @BeforeAll
    static void open(@TempDir Path state) {
        catalogue = PromptCatalogue.open(state);
    }

    @TestFactory
    List<DynamicTest> everyPromptSpeaksAtOneLevelForAsLongAsItsWordingTakes() {
        return catalogue.ids("en").stream()
                .filter(id -> !id.startsWith("pauses/"))
                .map(id ->
                        DynamicTest.dynamicTest(
                                id, () -> check(catalogue.find("en", id).orElseThrow())))
                .toList();
    }

    private static void check(Prompt prompt) throws Exception {
        short[] samples = TestWav.samplesOf(catalogue.openAudio("en", prompt.id()).orElseThrow());
        assertThat(prompt.clip().sampleRate()).isEqualTo(16_000);
        assertThat(TestWav.peakDbfs(samples)).as("peak, dBFS").isBetween(-20.0, -3.0);
        assertThat(TestWav.activeDbfs(samples))
                .as("level while it speaks, dBFS")
                .isBetween(-26.0, -20.0);
        assertThat(TestWav.clippedSamples(samples)).isZero();
        // Between 25 and 120 ms a character, beyond the silence at its ends.
        assertThat(prompt.clip().durationMillis())
                .as("duration of '%s'", prompt.wording())
                .isBetween(
                        25L * prompt.wording().length(), 250L + 120L * prompt.wording().length());
    }

    @Test
    void theDefaultMusicIsQuietLongAndHasNoSeam(@TempDir Path state) throws Exception {
        List<AudioClip> tracks = MusicCatalogue.open(state, (_, _) -> {}).tracks("default");
        assertThat(tracks)
                .singleElement()
                .satisfies(track -> assertThat(track.durationMillis()).isBetween(60_000L, 90_000L));
        short[] samples =
                TestWav.samplesOf(getClass().getResourceAsStream("/moh/default/evening.wav"));
        assertThat(TestWav.rmsDbfs(samples)).isBetween(-26.2, -25.8);
        int seam = Math.abs(samples[0] - samples[samples.length - 1]);
        assertThat(seam)
                .as("step from the last sample to the first")
                .isLessThan(TestWav.largestStep(samples));
    }
}
