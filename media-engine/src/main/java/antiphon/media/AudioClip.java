package antiphon.media;

import antiphon.media.audio.Frame;
import antiphon.media.audio.Resampler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// A finished piece of audio, decoded once and shared by all who play it. Safe for any thread.
public final class AudioClip {
    /// A full-scale sine is +3.14 dBm0 (ITU-T G.711).
    private static final double OVERLOAD_DBM0 = 3.14;

    /// Tones start and end softly, or they would click.
    private static final double EDGE_MILLIS = 5;

    private final String name;
    private final int sampleRate;
    private final short[] samples;
    private final AtomicReferenceArray<@Nullable EncodedFrames> encoded =
            new AtomicReferenceArray<>(Codecs.COUNT);

    private AudioClip(String name, int sampleRate, short[] samples) {
        if (sampleRate < 1000 || sampleRate > 384_000) {
            throw new IllegalArgumentException(
                    name + ": sample rate " + sampleRate + ", allowed 1000 to 384000");
        }
        this.name = name;
        this.sampleRate = sampleRate;
        this.samples = samples;
    }

    /// @param name what people know it by: `en/welcome`
    /// @param samples mono, 16 bit
    public static AudioClip of(String name, int sampleRate, short[] samples) {
        return new AudioClip(name, sampleRate, Arrays.copyOf(samples, samples.length));
    }

    /// Reads a WAV file: 16-bit PCM, mono or stereo (mixed down).
    ///
    /// @throws IOException saying what is wrong with it
    public static AudioClip readWav(String name, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return readWav(name, in);
        } catch (WavFormatException malformed) {
            throw new WavFormatException(file + ": " + malformed.getMessage());
        }
    }

    /// Reads a WAV from a stream, which stays open.
    public static AudioClip readWav(String name, InputStream in) throws IOException {
        WavReader.Sound sound = WavReader.read(in);
        return new AudioClip(name, sound.sampleRate(), sound.samples());
    }

    /// A sine with soft edges.
    ///
    /// @param levelDbm0 0 is the usual reference level, +3.14 full scale
    public static AudioClip tone(
            String name, double frequencyHz, int durationMillis, double levelDbm0) {
        int rate = Frame.RATE;
        short[] samples = new short[Math.multiplyExact(durationMillis, rate / 1000)];
        double amplitude = Math.min(1, Math.pow(10, (levelDbm0 - OVERLOAD_DBM0) / 20)) * 32767;
        double edge = EDGE_MILLIS * rate / 1000;
        for (int i = 0; i < samples.length; i++) {
            double toEdge = Math.min(1, Math.min(i, samples.length - 1 - i) / edge);
            double envelope = (1 - Math.cos(Math.PI * toEdge)) / 2;
            double sine = Math.sin(2 * Math.PI * frequencyHz * i / rate);
            samples[i] = (short) Math.round(amplitude * envelope * sine);
        }
        return new AudioClip(name, rate, samples);
    }

    /// What asks a caller to speak: 1000 Hz, 300 ms, -10 dBm0.
    public static AudioClip beep() {
        return Beep.CLIP;
    }

    public static AudioClip silence(int durationMillis) {
        return new AudioClip(
                "silence", Frame.RATE, new short[durationMillis * (Frame.RATE / 1000)]);
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

    /// Makes the frames of a codec, once. Costs time: never called on a media thread.
    EncodedFrames encode(Codec codec) {
        EncodedFrames known = encoded.get(Codecs.index(codec));
        if (known != null) {
            return known;
        }
        EncodedFrames made =
                EncodedFrames.encode(
                        Resampler.resample(samples, sampleRate, codec.clockRate()), codec);
        encoded.set(Codecs.index(codec), made);
        return made;
    }

    /// The frames of a codec, if somebody made them.
    @Nullable EncodedFrames encoded(Codec codec) {
        return encoded.get(Codecs.index(codec));
    }

    /// All clips as one, at the engine's rate.
    static AudioClip concatenated(String name, Iterable<AudioClip> clips) {
        short[] all = new short[0];
        for (AudioClip clip : clips) {
            short[] more = Resampler.resample(clip.samples, clip.sampleRate, Frame.RATE);
            int end = all.length;
            all = Arrays.copyOf(all, Math.addExact(end, more.length));
            System.arraycopy(more, 0, all, end, more.length);
        }
        return new AudioClip(name, Frame.RATE, all);
    }

    private static final class Beep {
        static final AudioClip CLIP = tone("beep", 1000, 300, -10);
    }
}
