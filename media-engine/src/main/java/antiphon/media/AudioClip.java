package antiphon.media;

import java.util.Arrays;

/// A finished piece of audio, decoded once and shared by all who play it. Safe for any thread.
public final class AudioClip {
    private final String name;
    private final int sampleRate;
    private final short[] samples;

    private AudioClip(String name, int sampleRate, short[] samples) {
        this.name = name;
        this.sampleRate = sampleRate;
        this.samples = samples;
    }

    /// @param name what people know it by: `en/welcome`
    /// @param samples mono, 16 bit
    public static AudioClip of(String name, int sampleRate, short[] samples) {
        return new AudioClip(name, sampleRate, Arrays.copyOf(samples, samples.length));
    }

    public String name() {
        return name;
    }

    public int sampleRate() {
        return sampleRate;
    }

    public long durationMillis() {
        return samples.length * 1000L / sampleRate;
    }
}
