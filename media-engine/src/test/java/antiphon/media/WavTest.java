package antiphon.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import antiphon.media.MediaEvent.RecordingEnd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WavTest {
    @TempDir Path folder;

    private final BlockingQueue<Command> closed = new ArrayBlockingQueue<>(1);

    private static byte[] chunk(String name, byte[] body) {
        ByteBuffer chunk =
                ByteBuffer.allocate(8 + body.length + (body.length & 1))
                        .order(ByteOrder.LITTLE_ENDIAN);
        chunk.put(name.getBytes(StandardCharsets.US_ASCII)).putInt(body.length).put(body);
        return chunk.array();
    }

    private static byte[] format(int tag, int channels, int rate, int bits, int length) {
        ByteBuffer format = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        format.putShort((short) tag).putShort((short) channels).putInt(rate);
        format.putInt(rate * channels * 2).putShort((short) (2 * channels)).putShort((short) bits);
        if (length >= 26) {
            format.putShort((short) 22).putShort((short) 16).putInt(4).putShort((short) 1);
        }
        return format.array();
    }

    private static byte[] riff(byte[]... chunks) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("WAVE".getBytes(StandardCharsets.US_ASCII));
        for (byte[] chunk : chunks) {
            body.writeBytes(chunk);
        }
        return chunk("RIFF", body.toByteArray());
    }

    private static AudioClip read(byte[] wav) throws IOException {
        return AudioClip.readWav("test", new ByteArrayInputStream(wav));
    }

    @Test
    void monoStereoExtensibleAndChunksInAnyOrderAreRead() throws IOException {
        byte[] second = new byte[16_000 * 2];
        byte[] list = chunk("LIST", new byte[7]);
        AudioClip mono =
                read(
                        riff(
                                list,
                                chunk("fmt ", format(1, 1, 16_000, 16, 16)),
                                chunk("data", second)));
        assertThat(mono.sampleRate()).isEqualTo(16_000);
        assertThat(mono.durationMillis()).isEqualTo(1000);
        AudioClip stereo =
                read(riff(chunk("data", second), list, chunk("fmt ", format(1, 2, 8000, 16, 18))));
        assertThat(stereo.durationMillis()).isEqualTo(1000);
        AudioClip extensible =
                read(riff(chunk("fmt ", format(0xFFFE, 1, 48_000, 16, 40)), chunk("data", second)));
        assertThat(extensible.durationMillis()).isEqualTo(333);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1_000_000_000})
    void aStaleDataSizeMeansAllThatIsThere(int size) throws IOException {
        byte[] wav =
                riff(chunk("fmt ", format(1, 1, 8000, 16, 16)), chunk("data", new byte[16_000]));
        ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).putInt(40, size);
        assertThat(read(wav).durationMillis()).isEqualTo(1000);
    }

    @Test
    void whatIsNoSoundSaysWhy() {
        byte[] data = chunk("data", new byte[100]);
        assertThatThrownBy(() -> read("hello, I am a text".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("RIFF");
        assertThatThrownBy(() -> read(riff(data))).hasMessageContaining("fmt");
        assertThatThrownBy(() -> read(riff(chunk("fmt ", format(1, 1, 8000, 16, 16)))))
                .hasMessageContaining("data");
        assertThatThrownBy(() -> read(riff(chunk("fmt ", format(7, 1, 8000, 8, 16)), data)))
                .hasMessageContaining("format 7, 8 bit");
        assertThatThrownBy(() -> read(riff(chunk("fmt ", format(1, 6, 8000, 16, 16)), data)))
                .hasMessageContaining("6 channels");
        assertThatThrownBy(() -> read(riff(chunk("fmt ", format(1, 1, 0, 16, 16)), data)))
                .hasMessageContaining("0 Hz");
        Path text = folder.resolve("note.wav");
        assertThatThrownBy(() -> AudioClip.readWav("x", Files.writeString(text, "no sound at all")))
                .hasMessageContaining("note.wav");
    }

    private WavRecording recording(Path file) {
        WavRecording recording = new WavRecording(file, 5, (_, result) -> closed.add(result));
        recording.start();
        return recording;
    }

    private Command.RecordingClosed awaitClosed() throws InterruptedException {
        Command result = closed.poll(20, TimeUnit.SECONDS);
        assertThat(result).isInstanceOf(Command.RecordingClosed.class);
        return (Command.RecordingClosed) java.util.Objects.requireNonNull(result);
    }

    @Test
    void aRecordingIsAFileThatAnybodyCanRead() throws Exception {
        Path file = folder.resolve("message.wav");
        WavRecording recording = recording(file);
        int[] pcm = new int[160];
        java.util.Arrays.fill(pcm, -1234);
        for (int i = 0; i < 150; i++) {
            assertThat(recording.write(pcm, 160)).isTrue();
        }
        recording.finish(RecordingEnd.SILENCE, 8000);
        assertThat(awaitClosed())
                .isEqualTo(new Command.RecordingClosed(5, RecordingEnd.SILENCE, 2000));
        ByteBuffer wav = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(wav.capacity()).isEqualTo(44 + 32_000);
        assertThat(wav.getInt(4)).isEqualTo(36 + 32_000);
        assertThat(wav.getInt(40)).isEqualTo(32_000);
        assertThat(wav.getShort(44)).isEqualTo((short) -1234);
        assertThat(AudioClip.readWav("m", file).durationMillis()).isEqualTo(2000);
    }

    @Test
    void aFileThatCannotBeMadeFailsTheRecordingAtOnce() throws Exception {
        WavRecording there = recording(Files.writeString(folder.resolve("there.wav"), "mine"));
        assertThat(awaitClosed()).isEqualTo(new Command.RecordingClosed(5, RecordingEnd.FAILED, 0));
        assertThat(there.write(new int[160], 160)).isFalse();
        assertThat(folder.resolve("there.wav")).hasContent("mine");
        recording(folder.resolve("no/such/folder.wav"));
        assertThat(awaitClosed().end()).isEqualTo(RecordingEnd.FAILED);
    }

    @Test
    void aFullRingRefusesRatherThanBlocks() {
        SampleRing ring = new SampleRing(1024);
        int[] pcm = new int[160];
        for (int i = 0; i < 6; i++) {
            assertThat(ring.offer(pcm, 160)).isTrue();
        }
        assertThat(ring.offer(pcm, 160)).isFalse();
        assertThat(ring.poll(new short[100])).isEqualTo(100);
        assertThat(ring.offer(pcm, 160)).isTrue();
    }

    @Test
    void tonesHaveTheirLevelAndBeepIsOne() {
        assertThat(AudioClip.beep().durationMillis()).isEqualTo(300);
        assertThat(AudioClip.silence(250).durationMillis()).isEqualTo(250);
        EncodedFrames frames = AudioClip.tone("t", 1000, 1000, 0).encode(Codec.PCMA);
        assertThat(frames.count()).isEqualTo(50);
        byte[] payload = new byte[160];
        frames.copy(25, payload, 0);
        int[] pcm = new int[160];
        Codecs.decoder(Codec.PCMA).decode(payload, 0, 160, pcm, 0);
        // ITU-T G.711: the A-law codes 34 21 21 34 B4 A1 A1 B4 repeated are 1 kHz at 0 dBm0.
        assertThat(Goertzel.amplitude(pcm, 1000)).isBetween(22_500.0, 23_200.0);
    }
}
