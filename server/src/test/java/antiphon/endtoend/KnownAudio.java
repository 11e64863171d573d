package antiphon.endtoend;

import antiphon.bench.rtp.Ear;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/// Recognises a prompt or track that we ship in what a phone heard, by normalised cross-correlation
/// with a loud piece of it.
final class KnownAudio {
    private static final int PIECE_SAMPLES = 1_200;
    private static final double ALIKE = 0.75;
    private static final Duration LOOK = Duration.ofMillis(300);
    private static final Map<String, short[]> READ = new ConcurrentHashMap<>();

    private KnownAudio() {}

    static boolean awaitPrompt(Ear ear, String name, Duration within) {
        return await(ear, "/prompts/en/" + name + ".wav", within);
    }

    /// Waits until the audio that the phone keeps holds the piece.
    private static boolean await(Ear ear, String resource, Duration within) {
        short[] piece = loudestPiece(resource);
        long deadline = System.nanoTime() + within.toNanos();
        while (System.nanoTime() < deadline) {
            if (likeness(ear.audio(), piece) >= ALIKE) {
                return true;
            }
            ear.awaitMore(LOOK, LOOK);
        }
        return likeness(ear.audio(), piece) >= ALIKE;
    }

    /// Whether the last 150 ms heard come out of the track, wherever in it.
    static boolean isFrom(Ear ear, String resource) {
        return likeness(track(resource), ear.last(PIECE_SAMPLES)) >= ALIKE;
    }

    private static short[] loudestPiece(String resource) {
        short[] audio = track(resource);
        int best = 0;
        double most = -1;
        for (int from = 0; from + PIECE_SAMPLES <= audio.length; from += 200) {
            double energy = 0;
            for (int i = from; i < from + PIECE_SAMPLES; i++) {
                energy += (double) audio[i] * audio[i];
            }
            if (energy > most) {
                most = energy;
                best = from;
            }
        }
        return java.util.Arrays.copyOfRange(
                audio, best, Math.min(best + PIECE_SAMPLES, audio.length));
    }

    /// Best normalised correlation of the piece with any stretch of the audio, 0 to 1.
    static double likeness(short[] audio, short[] piece) {
        double pieceEnergy = 1;
        for (short sample : piece) {
            pieceEnergy += (double) sample * sample;
        }
        double energy = 1;
        double best = 0;
        for (int i = 0; i < Math.min(piece.length, audio.length); i++) {
            energy += (double) audio[i] * audio[i];
        }
        for (int from = 0; from + piece.length < audio.length; from++) {
            if (energy > pieceEnergy / 16) {
                long product = 0;
                for (int i = 0; i < piece.length; i++) {
                    product += audio[from + i] * piece[i];
                }
                best = Math.max(best, product / Math.sqrt(energy * pieceEnergy));
            }
            double entering = audio[from + piece.length];
            energy += entering * entering - (double) audio[from] * audio[from];
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
