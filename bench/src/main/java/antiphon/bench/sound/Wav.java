package antiphon.bench.sound;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/// Mono 16-bit 8 kHz WAV, by the JDK's own reader.
public final class Wav {
    private static final AudioFormat FORMAT =
            new AudioFormat(Sound.SAMPLES_PER_SECOND, 16, 1, true, false);

    private Wav() {}

    public static short[] read(Path file) throws IOException {
        return read(Files.readAllBytes(file), file.toString());
    }

    /// `name` is for the error message.
    public static short[] read(byte[] wav, String name) throws IOException {
        try (AudioInputStream in = AudioSystem.getAudioInputStream(new ByteArrayInputStream(wav))) {
            AudioFormat format = in.getFormat();
            if (format.getChannels() != 1
                    || format.getSampleSizeInBits() != 16
                    || format.getSampleRate() != Sound.SAMPLES_PER_SECOND) {
                throw new IOException(name + ": " + format + ", wanted " + FORMAT);
            }
            byte[] bytes = in.readAllBytes();
            short[] samples = new short[bytes.length / 2];
            ByteOrder order = format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            ByteBuffer.wrap(bytes).order(order).asShortBuffer().get(samples);
            return samples;
        } catch (UnsupportedAudioFileException e) {
            throw new IOException(name + ": no WAV file", e);
        }
    }

    public static byte[] bytes(short[] samples) {
        ByteBuffer pcm = ByteBuffer.allocate(samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        pcm.asShortBuffer().put(samples);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AudioInputStream in =
                new AudioInputStream(
                        new ByteArrayInputStream(pcm.array()), FORMAT, samples.length)) {
            AudioSystem.write(in, AudioFileFormat.Type.WAVE, out);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
        return out.toByteArray();
    }

    public static void write(Path file, short[] samples) throws IOException {
        Files.write(file, bytes(samples));
    }
}
