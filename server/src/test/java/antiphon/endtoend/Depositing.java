package antiphon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.bench.phone.Dialog;
import antiphon.bench.sound.Spectrum;
import java.time.Duration;

/// Leaving a message: what the tests do alike.
final class Depositing {
    static final Duration GREETING_BOUND = Duration.ofSeconds(25);
    private static final int BEEP_HZ = 1_000;

    private Depositing() {}

    /// Waits until the beep is over, so that the next word is recorded.
    static void awaitBeep(Dialog call) {
        assertThat(call.ear().awaitPureTone(BEEP_HZ, GREETING_BOUND))
                .as("beep after the greeting, heard %s", call.ear().counts())
                .isTrue();
        // 200 ms of the 300 have been heard; whether or not the server sends silence behind it, it
        // is over now.
        call.ear().awaitMore(Duration.ofMillis(150), Duration.ofMillis(200));
    }

    /// Whether these samples are nothing but the beep.
    static boolean isBeep(short[] audio) {
        double amplitude = Spectrum.amplitude(audio, BEEP_HZ);
        return amplitude > Spectrum.HEARD_AMPLITUDE
                && amplitude > 0.9 * Math.sqrt(2) * Spectrum.rms(audio);
    }
}
