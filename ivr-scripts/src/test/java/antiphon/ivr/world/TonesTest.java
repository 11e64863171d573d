package antiphon.ivr.world;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.media.AudioClip;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TonesTest {
    @Test
    void aLongSilenceIsMadeOfShortOnesThatAreShared() {
        List<AudioClip> minute = Tones.silence(Duration.ofMinutes(1));
        assertThat(minute.stream().mapToLong(AudioClip::durationMillis).sum()).isEqualTo(60_000);
        assertThat(minute)
                .allMatch(clip -> clip.durationMillis() <= 2_000)
                .allMatch(clip -> clip == minute.getFirst());
        assertThat(Tones.silence(Duration.ofMillis(2_345)))
                .extracting(AudioClip::durationMillis)
                .containsExactly(2_000L, 345L);
        assertThat(Tones.silence(Duration.ZERO)).isEmpty();
    }

    @Test
    void tonesHaveTheRhythmOfTheirName() {
        assertThat(millis(Tones.BUSY)).isEqualTo(4_000);
        assertThat(millis(Tones.RINGING)).isEqualTo(5_000);
        assertThat(millis(Tones.CONGESTION)).isEqualTo(4_000);
    }

    private static long millis(List<AudioClip> clips) {
        return clips.stream().mapToLong(AudioClip::durationMillis).sum();
    }
}
