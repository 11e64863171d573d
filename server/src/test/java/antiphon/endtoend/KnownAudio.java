package antiphon.endtoend;

import antiphon.bench.rtp.Ear;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/// Recognises a prompt or track that we ship in what a phone heard. The loudest 150 ms of it find
/// the places where it might be; two seconds of it decide, since vowels of one voice are all alike.
final class KnownAudio {
    private static final int SEED_SAMPLES = 1_200;
    private static final double SEED_ALIKE = 0.7;
    private static final int PIECE_SAMPLES = 16_000;
    private static final double ALIKE = 0.85;
    private static final Duration LOOK = Duration.ofMillis(300);
    private static final Map<String, short[]> READ = new ConcurrentHashMap<>();

    private KnownAudio() {}

    /// Waits until the first two seconds of the prompt, or all of it, stand in what the phone
    /// keeps.
    static boolean awaitPrompt(Ear ear, String name, Duration within) {
        short[] piece = beginning(prompt(name));
        long deadline = System.nanoTime() + within.toNanos();
        int look = Integer.MAX_VALUE;
        while (true) {
            long position = ear.position();
            if (holds(ear.last(look), piece)) {
                return true;
            }
            if (System.nanoTime() >= deadline) {
                return false;
            }
            ear.awaitMore(LOOK, LOOK);
            look = piece.length + SEED_SAMPLES + Math.toIntExact(ear.position() - position);
        }
    }

    /// Whether the last second heard comes out of the track, wherever in it.
    static boolean isFrom(Ear ear, String resource) {
        short[] heard = ear.last(8_000);
        return heard.length == 8_000 && holds(track(resource), heard);
    }

    static short[] prompt(String name) {
        return track("/prompts/en/" + name + ".wav").clone();
    }

    static boolean holdsPrompt(short[] audio, String name) {
        return holds(audio, beginning(prompt(name)));
    }

    private static short[] beginning(short[] prompt) {
        return Arrays.copyOf(prompt, Math.min(prompt.length, PIECE_SAMPLES));
    }

    private static boolean holds(short[] audio, short[] piece) {
        int seedAt = loudest(piece);
        short[] seed = Arrays.copyOfRange(piece, seedAt, seedAt + SEED_SAMPLES);
        double seedEnergy = energy(seed, 0, seed.length);
        double energy = energy(audio, seedAt, SEED_SAMPLES);
        for (int at = 0; at + piece.length <= audio.length; at++) {
            int from = at + seedAt;
            if (energy > seedEnergy / 4
                    && product(audio, from, seed) >= SEED_ALIKE * Math.sqrt(energy * seedEnergy)
                    && likeness(audio, at, piece) >= ALIKE) {
                return true;
            }
            if (from + SEED_SAMPLES < audio.length) {
                double entering = audio[from + SEED_SAMPLES];
                energy += entering * entering - (double) audio[from] * audio[from];
            }
        }
        return false;
    }

    private static double likeness(short[] audio, int from, short[] piece) {
        double energies = energy(audio, from, piece.length) * energy(piece, 0, piece.length);
        return product(audio, from, piece) / Math.sqrt(energies);
    }

    private static long product(short[] audio, int from, short[] piece) {
        long product = 0;
        for (int i = 0; i < piece.length; i++) {
            product += audio[from + i] * piece[i];
        }
        return product;
    }

    private static double energy(short[] audio, int from, int length) {
        long energy = 1;
        for (int i = from; i < Math.min(from + length, audio.length); i++) {
            energy += audio[i] * audio[i];
        }
        return energy;
    }

    private static int loudest(short[] audio) {
        int best = 0;
        double most = -1;
        for (int from = 0; from + SEED_SAMPLES <= audio.length; from += 200) {
            double energy = energy(audio, from, SEED_SAMPLES);
            if (energy > most) {
                most = energy;
                best = from;
            }
        }
        return best;
    }

    private static short[] track(String resource) {
        return READ.computeIfAbsent(resource, KnownAudio::read);
    }

    private static short[] read(String resource) {
        try (InputStream in = KnownAudio.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new AssertionError("no " + resource + " on the class path");
            }
            try (AudioInputStream wav =
                    AudioSystem.getAudioInputStream(new BufferedInputStream(in))) {
                byte[] bytes = wav.readAllBytes();
                short[] samples = new short[bytes.length / 2];
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
                return wav.getFormat().getSampleRate() == 16_000 ? halved(samples) : samples;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        } catch (UnsupportedAudioFileException e) {
            throw new IllegalStateException(resource, e);
        }
    }

    /// 16 to 8 kHz with a windowed-sinc low-pass of 31 taps.
    private static short[] halved(short[] wide) {
        int reach = 15;
        short[] narrow = new short[wide.length / 2];
        for (int n = 0; n < narrow.length; n++) {
            double sum = 0;
            for (int k = -reach; k <= reach; k++) {
                int at = 2 * n + k;
                if (at >= 0 && at < wide.length) {
                    double x = Math.PI * k / 2;
                    double sinc = k == 0 ? 1 : Math.sin(x) / x;
                    double hann = 0.5 + 0.5 * Math.cos(Math.PI * k / (reach + 1));
                    sum += wide[at] * sinc * hann / 2;
                }
            }
            narrow[n] = (short) Math.round(sum);
        }
        return narrow;
    }
}
