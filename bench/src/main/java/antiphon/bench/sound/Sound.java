package antiphon.bench.sound;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;

/// Something to say at 8 kHz: once, then silence, or for ever. Safe for any thread.
public final class Sound {
    /// About 12 dB below full scale: two talkers in a room do not clip.
    public static final int AMPLITUDE = 8_000;

    public static final int SAMPLES_PER_SECOND = 8_000;

    private static final ConcurrentHashMap<Long, Sound> TONES = new ConcurrentHashMap<>();
    private static final Sound SILENCE = new Sound(new short[160], true);

    private final short[] samples;
    private final boolean looping;
    private final ConcurrentHashMap<Law, byte[]> encoded = new ConcurrentHashMap<>();

    private Sound(short[] samples, boolean looping) {
        this.samples = samples;
        this.looping = looping;
    }

    public static Sound tone(int hz) {
        return tone(hz, AMPLITUDE);
    }

    /// A sine of a whole number of hertz, so that a loop of one second has no seam.
    public static Sound tone(int hz, int amplitude) {
        return TONES.computeIfAbsent(
                ((long) hz << 32) | amplitude,
                _ -> new Sound(sine(hz, amplitude, SAMPLES_PER_SECOND), true));
    }

    public static Sound silence() {
        return SILENCE;
    }

    /// Says these samples once.
    public static Sound clip(short[] samples) {
        return new Sound(samples.clone(), false);
    }

    /// Says a mono 8 kHz 16-bit WAV file once.
    public static Sound wav(Path file) throws IOException {
        return new Sound(Wav.read(file), false);
    }

    public static short[] sine(int hz, int amplitude, int samples) {
        short[] sine = new short[samples];
        for (int i = 0; i < samples; i++) {
            sine[i] =
                    (short)
                            Math.round(
                                    amplitude
                                            * Math.sin(2 * Math.PI * hz * i / SAMPLES_PER_SECOND));
        }
        return sine;
    }

    public boolean looping() {
        return looping;
    }

    public byte[] encoded(Law law) {
        return encoded.computeIfAbsent(law, l -> l.encode(samples));
    }
}
