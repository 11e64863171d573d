package antiphon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.bench.sound.Law;
import antiphon.bench.sound.Sound;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The judge of what is heard, judged.
final class KnownAudioTest {
    private static short[] asHeard(String name) {
        short[] heard = KnownAudio.prompt(name);
        for (int i = 0; i < heard.length; i++) {
            heard[i] = Law.PCMA.decode(Law.PCMA.encode(heard[i]));
        }
        return heard;
    }

    @Test
    void aPromptIsRecognisedThroughG711() {
        assertThat(KnownAudio.holdsPrompt(asHeard("vm-saved"), "vm-saved")).isTrue();
        assertThat(KnownAudio.holdsPrompt(asHeard("enter-pin"), "enter-pin")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "vm-saved, pin-wrong",
        "enter-pin, enter-mailbox",
        "welcome, goodbye",
        "main-menu, vm-message-keys",
        "vm-partly-saved, vm-not-saved",
        "vm-message-kept, vm-message-deleted"
    })
    void onePromptIsNotTakenForAnother(String heard, String wanted) {
        assertThat(KnownAudio.holdsPrompt(asHeard(heard), wanted)).isFalse();
        assertThat(KnownAudio.holdsPrompt(asHeard(wanted), heard)).isFalse();
    }

    @Test
    void aToneIsNoPrompt() {
        assertThat(KnownAudio.holdsPrompt(Sound.sine(440, 8_000, 16_000), "welcome")).isFalse();
    }
}
