package antiphon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import antiphon.bench.sound.Sound;
import antiphon.bench.sound.Spectrum;
import antiphon.endtoend.Api.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The same calls from a phone that people use.
@Execution(ExecutionMode.CONCURRENT)
final class BaresipTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final int PROMPT_SECONDS = 4;

    private final ServerProcess server = Shared.server();

    @TempDir private Path folder;

    @Test
    void aMessageLeftByBaresipHoldsItsTone() {
        String box = Shared.newMailbox();
        Baresip.call(folder.resolve("one"), server.sip("vm-" + box), 700, 15).awaitEnd();
        Message message = server.api().awaitMessages(box, 1, SOON).getFirst();
        short[] audio = server.api().audio(box, message.id());
        assertThat(message.durationMillis()).isGreaterThan(1_000);
        double level = Spectrum.amplitude(audio, audio.length / 2, 4_000, 700);
        assertThat(level).isCloseTo(Sound.AMPLITUDE, within(Sound.AMPLITUDE / 20.0));
        assertThat(message.callerNumber()).isEqualTo("baresip700");
    }

    @Test
    void inARoomOfThreeEachHearsTheOtherTwo() {
        int[] tones = {500, 800, 1_200};
        List<Baresip> phones = new ArrayList<>();
        for (int hz : tones) {
            phones.add(Baresip.call(folder.resolve("p" + hz), server.sip("conf-baresip"), hz, 8));
        }
        phones.forEach(Baresip::awaitEnd);
        for (int own = 0; own < tones.length; own++) {
            short[] heard = phones.get(own).heard();
            for (int other = 0; other < tones.length; other++) {
                double[] levels = Spectrum.amplitudes(talk(heard), 1_600, tones[other]);
                long loud =
                        Arrays.stream(levels)
                                .filter(level -> level > Sound.AMPLITUDE * 0.9)
                                .count();
                if (other == own) {
                    assertThat(Arrays.stream(levels).max().orElse(0))
                            .as("%d Hz of its own", tones[own])
                            .isLessThan(Spectrum.HEARD_AMPLITUDE);
                } else {
                    assertThat(loud)
                            .as("fifths of a second of %d Hz at %d", tones[other], tones[own])
                            .isGreaterThan(10);
                }
            }
        }
    }

    /// Without the first seconds, in which prompts are heard.
    private static short[] talk(short[] heard) {
        int prompts = PROMPT_SECONDS * Sound.SAMPLES_PER_SECOND;
        return Arrays.copyOfRange(heard, Math.min(prompts, heard.length), heard.length);
    }
}
