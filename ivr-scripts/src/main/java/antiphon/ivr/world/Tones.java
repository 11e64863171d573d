package antiphon.ivr.world;

import antiphon.media.AudioClip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Tones and silence of prompts, computed once. Safe for any thread.
public final class Tones {
    // ITU-T E.180 leaves pitch and rhythm to countries; 425 Hz is what most of them use.
    private static final double HERTZ = 425;

    /// As loud as speech.
    private static final double LEVEL_DBM0 = -9;

    /// Longest silence as a prompt; longer ones are what `wait` is for.
    private static final long SILENCE_MILLIS_MAX = 60_000;

    /// Longest single clip of silence: a longer one is the same clip several times.
    private static final int CLIP_MILLIS_MAX = 2_000;

    /// Silences kept; flows have few different ones. The worst that can be kept is 3 MB.
    private static final int SILENCES_MAX = 100;

    private static final Map<Integer, AudioClip> SILENCES = new ConcurrentHashMap<>();

    /// Record after this.
    public static final AudioClip BEEP = AudioClip.beep();

    public static final List<AudioClip> BUSY = tone("tone/busy", 4, 500, 500);
    public static final List<AudioClip> RINGING = tone("tone/ringing", 1, 1000, 4000);
    public static final List<AudioClip> CONGESTION = tone("tone/congestion", 8, 250, 250);

    private Tones() {}

    public static List<AudioClip> silence(Duration length) {
        long millis = Math.clamp(length.toMillis(), 0, SILENCE_MILLIS_MAX);
        List<AudioClip> clips = new ArrayList<>();
        for (; millis > CLIP_MILLIS_MAX; millis -= CLIP_MILLIS_MAX) {
            clips.add(clip(CLIP_MILLIS_MAX));
        }
        if (millis > 0) {
            clips.add(clip((int) millis));
        }
        return clips;
    }

    private static AudioClip clip(int millis) {
        AudioClip known = SILENCES.get(millis);
        if (known != null) {
            return known;
        }
        AudioClip clip = AudioClip.silence(millis);
        if (SILENCES.size() < SILENCES_MAX) {
            SILENCES.put(millis, clip);
        }
        return clip;
    }

    private static List<AudioClip> tone(String name, int times, int onMillis, int offMillis) {
        List<AudioClip> period = new ArrayList<>();
        period.add(AudioClip.tone(name, HERTZ, onMillis, LEVEL_DBM0));
        period.addAll(silence(Duration.ofMillis(offMillis)));
        return Collections.nCopies(times, period).stream().flatMap(List::stream).toList();
    }
}
