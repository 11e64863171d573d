package antiphon.ivr.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptCatalogueTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir Path state;
    @TempDir Path inbox;
    private PromptCatalogue catalogue;
    private Path tone;

    @BeforeEach
    void open() throws IOException {
        catalogue = PromptCatalogue.open(state);
        tone = TestWav.tone(inbox.resolve("tone.wav"), 440, 1_500);
    }

    @Test
    void shippedPromptsAreThereWithTheirWording() {
        Prompt welcome = catalogue.find("en", "welcome").orElseThrow();
        assertThat(welcome.shipped()).isTrue();
        assertThat(welcome.wording()).startsWith("Welcome");
        assertThat(catalogue.wording("en-US", "digits/7")).contains("seven");
        assertThat(catalogue.languages()).containsExactly("en");
        assertThat(catalogue.find("en", "no-such-prompt")).isEmpty();
    }

    @Test
    void anUploadIsHeardAtOnceAndAfterARestart() throws IOException {
        PromptFacts facts = facts("Good day: \"you\" # there");
        catalogue.put("en", "welcome", tone, facts);
        for (PromptCatalogue opened : List.of(catalogue, PromptCatalogue.open(state))) {
            Prompt prompt = opened.find("en", "welcome").orElseThrow();
            assertThat(prompt.shipped()).isFalse();
            assertThat(prompt.clip().durationMillis()).isEqualTo(1_500);
            assertThat(prompt.wording()).isEqualTo("Good day: \"you\" # there");
            assertThat(opened.facts("en", "welcome")).contains(facts);
            assertThat(opened.openAudio("en", "welcome").orElseThrow().readAllBytes())
                    .isEqualTo(Files.readAllBytes(tone));
        }
    }

    @Test
    void removingAnUploadBringsTheShippedPromptBack() throws IOException {
        catalogue.put("en", "welcome", tone, facts("Hello"));
        assertThat(catalogue.remove("en", "welcome")).isTrue();
        assertThat(catalogue.find("en", "welcome").orElseThrow().shipped()).isTrue();
        assertThat(PromptCatalogue.open(state).find("en", "welcome").orElseThrow().shipped())
                .isTrue();
        assertThat(catalogue.remove("en", "welcome")).isFalse();
        assertThat(filesLeft()).isEmpty();
    }

    @Test
    void anUploadWithoutWordingKeepsTheShippedOne() throws IOException {
        Prompt stored = catalogue.put("en", "welcome", tone, facts(""));
        assertThat(stored.wording()).isEqualTo("Welcome to Antiphon.");
    }

    @Test
    void aRegionFallsBackToItsLanguageThenToTheCallersChoice() throws IOException {
        catalogue.put("de", "welcome", tone, facts("Willkommen"));
        assertThat(catalogue.find("de-AT", "welcome").orElseThrow().language()).isEqualTo("de");
        catalogue.put("de_at", "welcome", tone, facts("Servus"));
        assertThat(catalogue.find("de-AT", "welcome").orElseThrow().wording()).isEqualTo("Servus");
        assertThat(catalogue.find("de", "welcome").orElseThrow().wording()).isEqualTo("Willkommen");
        assertThat(catalogue.find("de-AT", "goodbye")).isEmpty();
        assertThat(catalogue.languages()).containsExactly("de", "de-AT", "en");
        assertThat(catalogue.ids("de")).containsExactly("welcome");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "../x", "a/b/c", "/etc", "Welcome", "a/", "a b", "x\u0000", ".hidden", "a/../b"
            })
    void aNameThatCouldLeaveItsFolderIsRefused(String id) {
        assertThatThrownBy(() -> catalogue.put("en", id, tone, facts("x")))
                .isInstanceOf(PromptRefused.class)
                .hasMessageContaining("allowed");
        assertThat(catalogue.find("en", id)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "e", "en/..", "english-language-of-the-world"})
    void aLanguageThatIsNoTagIsRefused(String language) {
        assertThatThrownBy(() -> catalogue.put(language, "welcome", tone, facts("x")))
                .isInstanceOf(PromptRefused.class)
                .hasMessageContaining("such as en");
        assertThat(catalogue.find(language, "welcome")).as("asking does no harm").isEmpty();
        assertThat(catalogue.ids(language)).isEmpty();
        assertThat(catalogue.facts(language, "welcome")).isEmpty();
        assertThat(catalogue.sayAs(language).number(12)).doesNotContain("numbers/twelve");
    }

    @Test
    void aFileThatIsNotCanonicalIsRefusedAndChangesNothing() throws IOException {
        Path text =
                Files.writeString(
                        inbox.resolve("x.wav"), "not a WAV file at all, however long it may be");
        Path threeChannels = Files.write(inbox.resolve("s.wav"), TestWav.bytes(new short[900], 3));
        for (Path wrong : List.of(text, threeChannels)) {
            assertThatThrownBy(() -> catalogue.put("en", "welcome", wrong, facts("x")))
                    .isInstanceOf(PromptRefused.class)
                    .hasMessageContaining("en/welcome");
        }
        assertThat(catalogue.find("en", "welcome").orElseThrow().shipped()).isTrue();
        assertThat(filesLeft()).isEmpty();
    }

    @Test
    void oneBrokenFileSilencesNoOtherPrompt() throws IOException {
        catalogue.put("en", "mine", tone, facts("Mine"));
        Files.writeString(state.resolve("prompts/en/welcome.wav"), "broken");
        Files.writeString(state.resolve("prompts/en/Wrong Name.wav"), "broken");
        Files.writeString(state.resolve("prompts/en/mine.wav.123.tmp"), "half-written");
        PromptCatalogue opened = PromptCatalogue.open(state);
        assertThat(opened.find("en", "welcome").orElseThrow().shipped()).isTrue();
        assertThat(opened.find("en", "mine")).isPresent();
        assertThat(state.resolve("prompts/en/mine.wav.123.tmp")).doesNotExist();
    }

    @Test
    void factsOfAnotherRecordingAreNotUsed() throws IOException {
        catalogue.put("en", "welcome", tone, facts("Hello"));
        // A crash between the two renames leaves the facts of the new recording beside the old
        // sound.
        TestWav.tone(state.resolve("prompts/en/welcome.wav"), 900, 700);
        PromptCatalogue opened = PromptCatalogue.open(state);
        assertThat(opened.find("en", "welcome").orElseThrow().clip().durationMillis())
                .isEqualTo(700);
        assertThat(opened.wording("en", "welcome")).contains("Welcome to Antiphon.");
    }

    @Test
    void readersSeeOneOrTheOtherWhileUploadsChange() throws Exception {
        Path other = TestWav.tone(inbox.resolve("other.wav"), 700, 300);
        AtomicBoolean done = new AtomicBoolean();
        AtomicBoolean wrong = new AtomicBoolean();
        Thread reader =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!done.get()) {
                                Prompt prompt = catalogue.find("en", "mine").orElse(null);
                                long length = prompt == null ? 300 : prompt.clip().durationMillis();
                                String wording = length == 300 ? "short" : "long";
                                if (prompt != null && !prompt.wording().equals(wording)) {
                                    wrong.set(true);
                                }
                            }
                        });
        for (int i = 0; i < 20; i++) {
            catalogue.put("en", "mine", tone, facts("long"));
            catalogue.put("en", "mine", other, facts("short"));
            catalogue.remove("en", "mine");
        }
        done.set(true);
        reader.join();
        assertThat(wrong).isFalse();
    }

    private static PromptFacts facts(String wording) {
        return new PromptFacts(wording, "tone: 1.wav", NOW, 1_500, -23.4);
    }

    private List<Path> filesLeft() throws IOException {
        Path folder = state.resolve("prompts");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
