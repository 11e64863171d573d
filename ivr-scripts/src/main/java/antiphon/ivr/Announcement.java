package antiphon.ivr;

import antiphon.ivr.world.Tones;
import antiphon.media.AudioClip;
import antiphon.media.MediaEvent.PlaybackFinished;
import antiphon.signaling.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The announcement service of RFC 4240 §3.1: one prompt, perhaps several times, keys ignored.
///
/// @param repeat how often it is heard, 1 to [#REPEAT_MAX]; `forever` is the maximum
/// @param delay silence between two times, up to [#DELAY_MAX]
/// @param duration the longest time altogether, up to [#DURATION_MAX]
record Announcement(int repeat, Duration delay, Duration duration) {
    static final int REPEAT_MAX = 1000;
    static final Duration DELAY_MAX = Duration.ofMinutes(1);
    static final Duration DURATION_MAX = Duration.ofHours(1);

    /// @param parameters of the Request-URI, names in lower case
    /// @return empty if one of them is no number
    static Optional<Announcement> of(Map<String, String> parameters) {
        try {
            String times = parameters.getOrDefault("repeat", "1");
            int repeat = times.equals("forever") ? REPEAT_MAX : Integer.parseInt(times);
            return Optional.of(
                    new Announcement(
                            Math.clamp(repeat, 1, REPEAT_MAX),
                            millis(parameters.get("delay"), Duration.ZERO, DELAY_MAX),
                            millis(parameters.get("duration"), DURATION_MAX, DURATION_MAX)));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Duration millis(@Nullable String text, Duration usual, Duration max) {
        if (text == null) {
            return usual;
        }
        return Duration.ofMillis(Math.clamp(Long.parseLong(text), 0, max.toMillis()));
    }

    void play(Call call, AudioClip clip) {
        long playback = call.play(clips(clip), false);
        long until = call.nanoTime() + duration.toNanos();
        while (true) {
            switch (call.await(until)) {
                case null -> {
                    call.stopPlaying();
                    return;
                }
                case PlaybackFinished finished when finished.playback() == playback -> {
                    return;
                }
                default -> {}
            }
        }
    }

    /// No more of them than are heard in the time there is.
    private List<AudioClip> clips(AudioClip clip) {
        List<AudioClip> pause = Tones.silence(delay);
        long periodMillis = clip.durationMillis() + delay.toMillis();
        List<AudioClip> clips = new ArrayList<>(List.of(clip));
        long millis = clip.durationMillis();
        for (int time = 2; time <= repeat && millis < duration.toMillis(); time++) {
            clips.addAll(pause);
            clips.add(clip);
            millis += periodMillis;
        }
        return clips;
    }
}
