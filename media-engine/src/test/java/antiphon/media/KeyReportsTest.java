package antiphon.media;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.media.MediaEvent.PlaybackFinished;
import antiphon.media.MediaEvent.RecordingEnd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// One press is one digit, by however many ways it is reported.
class KeyReportsTest {
    private static final long MILLI = 1_000_000L;

    private final KeyReports keys = new KeyReports();
    private final Simulation simulation = new Simulation(83);

    @Test
    void signaledKeysCountAsLongAsNoEventHasCome() {
        for (int i = 0; i < 40; i++) {
            assertThat(keys.signaled('5', i * 10L * MILLI)).isTrue();
        }
    }

    @Test
    void theSamePressCountsOnceInEitherOrder() {
        assertThat(keys.signaled('5', 0)).isTrue();
        assertThat(keys.event('5', 200 * MILLI)).isFalse();
        assertThat(keys.event('5', 400 * MILLI)).isTrue();
        assertThat(keys.signaled('5', 600 * MILLI)).isFalse();
    }

    @Test
    void twoQuickPressesThatBothCameBySignalingFirstAreTwo() {
        assertThat(keys.signaled('5', 0)).isTrue();
        assertThat(keys.signaled('5', 100 * MILLI)).isTrue();
        assertThat(keys.event('5', 200 * MILLI)).isFalse();
        assertThat(keys.event('5', 300 * MILLI)).isFalse();
        assertThat(keys.event('5', 400 * MILLI)).isTrue();
    }

    @Test
    void anotherDigitOrALaterOneIsAnotherPress() {
        assertThat(keys.signaled('5', 0)).isTrue();
        assertThat(keys.event('6', 100 * MILLI)).isTrue();
        assertThat(keys.event('5', KeyReports.SAME_PRESS_NANOS + 1)).isTrue();
    }

    @Test
    void afterAChangeOfPeerSignaledKeysCountAgain() {
        assertThat(keys.event('5', 0)).isTrue();
        assertThat(keys.signaled('6', 100 * MILLI)).isFalse();
        keys.peerChanged();
        assertThat(keys.signaled('5', 200 * MILLI)).isFalse();
        assertThat(keys.signaled('6', 300 * MILLI)).isTrue();
    }

    /// The caller answers a menu with 5; the second report must not cut the prompt behind it.
    @Test
    void theSecondReportOfAPressCutsNothing() {
        Phone phone = simulation.phone();
        simulation.runMillis(100);
        AudioClip clip = AudioClip.silence(2000);
        clip.encode(Codec.PCMU);
        phone.execute(new Command.Play(1, List.of(clip), true));
        phone.execute(new Command.Press('5'));
        assertThat(phone.events(PlaybackFinished.class))
                .containsExactly(new PlaybackFinished(1, false, 0));
        phone.execute(new Command.Play(2, List.of(clip), true));
        phone.press(5, 5);
        simulation.runMillis(400);
        assertThat(phone.digits()).containsExactly('5');
        assertThat(phone.events(PlaybackFinished.class)).hasSize(1);
        phone.press(6, 5);
        simulation.runMillis(400);
        phone.execute(new Command.Press('6'));
        assertThat(phone.digits()).containsExactly('5', '6');
        assertThat(phone.events(PlaybackFinished.class)).hasSize(2);
    }

    @Test
    void aSignaledKeyEndsARecordingAsAKey() {
        Phone phone = simulation.phone();
        MemorySink sink = new MemorySink();
        var request =
                new RecordingRequest(
                        Path.of("none.wav"), Duration.ofMinutes(1), Duration.ZERO, "#");
        phone.execute(new Command.StartRecording(sink, request));
        phone.execute(new Command.Press('1'));
        assertThat(sink.end).isNull();
        phone.execute(new Command.Press('#'));
        assertThat(sink.end).isEqualTo(RecordingEnd.KEY);
    }
}
