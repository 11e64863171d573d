package antiphon.ivr.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Canonical WAV files for tests, written and measured independently of the code under test.
public final class TestWav {
    static final int RATE = 16_000;
    private static final int HEADER = 44;

    private TestWav() {}

    public static Path tone(Path file, double hertz, int millis) throws IOException {
        short[] samples = new short[RATE * millis / 1_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (8_000 * Math.sin(2 * Math.PI * hertz * i / RATE));
        }
        return Files.write(file, bytes(samples, 1));
    }

    static byte[] bytes(short[] samples, int channels) {
        ByteBuffer wav =
                ByteBuffer.allocate(HEADER + samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + samples.length * 2);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1);
        wav.putShort((short) channels).putInt(RATE).putInt(RATE * 2 * channels);
        wav.putShort((short) (2 * channels)).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples.length * 2);
        wav.asShortBuffer().put(samples);
        return wav.array();
    }

    static short[] samplesOf(InputStream in) throws IOException {
        try (in) {
            byte[] wav = in.readAllBytes();
            short[] samples = new short[(wav.length - HEADER) / 2];
            ByteBuffer.wrap(wav, HEADER, samples.length * 2)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer()
                    .get(samples);
            return samples;
        }
    }

    static double peakDbfs(short[] samples) {
        int peak = 1;
        for (short sample : samples) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return 20 * Math.log10(peak / 32_768.0);
    }

    static double rmsDbfs(short[] samples) {
        return 10 * Math.log10(power(samples, 0, samples.length));
    }

    /// Level of the 20 ms frames within 30 dB of the loudest.
    static double activeDbfs(short[] samples) {
        int frame = RATE / 50;
        double loudest = 0;
        for (int at = 0; at + frame <= samples.length; at += frame) {
            loudest = Math.max(loudest, power(samples, at, frame));
        }
        double sum = 0;
        int count = 0;
        for (int at = 0; at + frame <= samples.length; at += frame) {
            double power = power(samples, at, frame);
            if (power > loudest / 1_000) {
                sum += power;
                count++;
            }
        }
        return 10 * Math.log10(sum / count);
    }

    static int clippedSamples(short[] samples) {
        int clipped = 0;
        for (short sample : samples) {
            clipped += sample == Short.MAX_VALUE || sample == Short.MIN_VALUE ? 1 : 0;
        }
        return clipped;
    }

    static int largestStep(short[] samples) {
        int largest = 0;
        for (int i = 1; i < samples.length; i++) {
            largest = Math.max(largest, Math.abs(samples[i] - samples[i - 1]));
        }
        return largest;
    }

    private static double power(short[] samples, int from, int length) {
        double sum = 0;
        for (int i = from; i < from + length; i++) {
            sum += samples[i] / 32_768.0 * (samples[i] / 32_768.0);
        }
        return sum / length;
    }
}
