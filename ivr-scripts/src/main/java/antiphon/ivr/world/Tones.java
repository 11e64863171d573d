package antiphon.ivr.world;

import antiphon.media.AudioClip;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Tones and silence, computed once. Safe for any thread.
public final class Tones {
    private static final int RATE = 8000;

    /// -12 dBFS: as loud as speech.
    private static final double AMPLITUDE = 8200;

    /// Rise and fall of a tone: without them it clicks.
    private static final int EDGE_SAMPLES = RATE / 200;

    /// Silences kept; flows have few different ones.
    private static final int SILENCES_MAX = 100;

    /// Longest silence as a prompt; longer ones are what `wait` is for.
    private static final long SILENCE_MILLIS_MAX = 60_000;

    private static final Map<Long, AudioClip> SILENCES = new ConcurrentHashMap<>();

    /// Record after this.
    public static final AudioClip BEEP = AudioClip.beep();

    // ITU-T E.180 leaves pitch and rhythm to countries; 425 Hz is what most of them use.
    public static final AudioClip BUSY = tone("tone/busy", 4, 500, 500, 425);
    public static final AudioClip RINGING = tone("tone/ringing", 1, 1000, 4000, 425);
    public static final AudioClip CONGESTION = tone("tone/congestion", 8, 250, 250, 425);

    private Tones() {}

    public static AudioClip silence(Duration length) {
        long millis = Math.clamp(length.toMillis(), 0, SILENCE_MILLIS_MAX);
        AudioClip known = SILENCES.get(millis);
        if (known != null) {
            return known;
        }
        AudioClip clip = AudioClip.of("silence", RATE, new short[(int) (millis * RATE / 1000)]);
        if (SILENCES.size() < SILENCES_MAX) {
            SILENCES.put(millis, clip);
        }
        return clip;
    }

    private static AudioClip tone(
            String name, int times, int onMillis, int offMillis, double hertz) {
        int on = onMillis * RATE / 1000;
        int period = on + offMillis * RATE / 1000;
        short[] samples = new short[period * times];
        for (int at = 0; at < samples.length; at++) {
            int inTone = at % period;
            if (inTone < on) {
                int edge = Math.min(inTone, on - 1 - inTone);
                double rise = Math.min(1.0, (double) edge / EDGE_SAMPLES);
                double angle = 2 * Math.PI * hertz * inTone / RATE;
                samples[at] = (short) Math.round(AMPLITUDE * rise * Math.sin(angle));
            }
        }
        return AudioClip.of(name, RATE, samples);
    }
}
