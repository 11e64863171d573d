package antiphon.server.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import antiphon.server.audio.AudioImport.Loudness;
import antiphon.server.audio.AudioRefused.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioImportTest {
    @TempDir static Path state;
    @TempDir static Path inbox;
    private static TestAudio audio;
    private static AudioImport imports;

    @BeforeAll
    static void prepare() throws IOException {
        imports = new AudioImport(state);
        imports.prepare();
        audio = new TestAudio(state.resolve("cache"), inbox);
    }

    @AfterEach
    void nothingIsLeftBehind() throws IOException {
        try (Stream<Path> left = Files.list(state.resolve("cache/imports"))) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mono8k.wav, -ar 8000 -ac 1",
        "stereo.wav, -ar 44100 -ac 2",
        "24bit.wav, -c:a pcm_s24le",
        "float.wav, -c:a pcm_f32le",
        "mulaw.wav, -ar 8000 -c:a pcm_mulaw",
        "tone.mp3, -b:a 64k",
        "tone.opus, -b:a 24k",
        "vorbis.ogg, -c:a vorbis -strict -2 -ac 2",
        "tone.flac, -ar 48000",
        "tone.m4a, -b:a 64k",
        "tone.aac, -b:a 64k",
        "tone.aiff, -ar 22050",
        "tone.au, -ar 16000",
        "tone.wma, -b:a 64k",
        "tone.webm, -c:a libopus",
        "tone.amr, -ar 8000 -ac 1 -c:a libopencore_amrnb",
        "TONE.MP3, -b:a 64k",
    })
    void audioOfAnyKindBecomesOneKindOfWav(String name, String options) throws IOException {
        Path upload = audio.tone(name, 2.5, options.split(" "));
        try (ImportedAudio imported = convert(upload, Loudness.AS_PROMPTS)) {
            short[] samples = TestAudio.samples(imported.wav());
            assertThat(imported.durationMillis()).isCloseTo(2_500, within(50L));
            assertThat(samples.length * 1_000L / 16_000).isEqualTo(imported.durationMillis());
            int from = 4_000;
            int to = 36_000;
            assertThat(TestAudio.shareAt(1_000, samples, from, to))
                    .as("purity")
                    .isGreaterThan(0.95);
            assertThat(TestAudio.rmsDbfs(samples, from, to))
                    .as("level, dBFS")
                    .isCloseTo(-23.0, within(0.7));
            assertThat(imported.levelLufs()).isCloseTo(AudioImport.PROMPT_LUFS, within(0.1));
            assertThat(imported.warnings()).isEmpty();
        }
    }

    @Test
    void theLevelStaysWherePeopleWantItSo() throws IOException {
        Path upload = audio.tone("level.wav", 1);
        try (ImportedAudio imported = convert(upload, Loudness.AS_IT_IS)) {
            assertThat(imported.peakDbfs()).isCloseTo(-10.0, within(0.1));
            assertThat(TestAudio.rmsDbfs(TestAudio.samples(imported.wav()), 1_000, 15_000))
                    .isCloseTo(-13.0, within(0.1));
        }
    }

    @Test
    void silenceAtBothEndsIsKept() throws IOException {
        Path upload =
                audio.make(
                        "ends.wav",
                        "aevalsrc=if(between(t\\,1\\,2)\\,0.3*sin(2*PI*500*t)\\,0):s=16000:d=3");
        try (ImportedAudio imported = convert(upload, Loudness.AS_PROMPTS)) {
            short[] samples = TestAudio.samples(imported.wav());
            assertThat(samples).hasSize(48_000);
            assertThat(Arrays.copyOf(samples, 15_900)).containsOnly(0);
            assertThat(TestAudio.rmsDbfs(samples, 17_000, 31_000)).isGreaterThan(-30);
        }
    }

    @Test
    void aRecordingWithHighPeaksIsRaisedNoFurtherThanTheyAllow() throws IOException {
        Path upload =
                audio.make(
                        "peaks.wav",
                        "aevalsrc=if(lt(mod(t\\,1)\\,0.001)\\,0.9\\,0.005*sin(2*PI*500*t)):s=16000:d=3");
        try (ImportedAudio imported = convert(upload, Loudness.AS_PROMPTS)) {
            assertThat(imported.peakDbfs()).isCloseTo(AudioImport.PEAK_DBFS_MAX, within(0.01));
            assertThat(imported.warnings())
                    .singleElement()
                    .asString()
                    .contains("quieter", "peaks.wav");
        }
    }

    @Test
    void anOverdrivenRecordingIsTakenWithAWarningAndDoesNotClipAgain() throws IOException {
        Path upload =
                audio.make(
                        "loud.wav",
                        "aevalsrc=clip(4*sin(2*PI*500*t)\\,-1\\,1):s=16000:d=1",
                        "-c:a",
                        "pcm_f32le");
        try (ImportedAudio imported = convert(upload, Loudness.AS_IT_IS)) {
            assertThat(imported.peakDbfs()).isLessThan(-1.0);
            assertThat(imported.warnings()).singleElement().asString().contains("overdriven");
        }
    }

    @Test
    void aSilentFileIsTakenWithAWarning() throws IOException {
        Path upload = audio.make("silence.wav", "anullsrc=d=2");
        try (ImportedAudio imported = convert(upload, Loudness.AS_PROMPTS)) {
            assertThat(imported.durationMillis()).isEqualTo(2_000);
            assertThat(TestAudio.samples(imported.wav())).containsOnly(0);
            assertThat(imported.warnings())
                    .containsExactly("silence.wav is silent: callers will hear nothing.");
        }
    }

    @Test
    void thePictureInAnMp3IsPassedOver() throws IOException {
        Path cover = audio.make("cover.png", "color=red:s=64x64:d=1", "-frames:v", "1");
        Path upload =
                audio.tone(
                        "cover.mp3",
                        1,
                        "-i",
                        cover.toString(),
                        "-map",
                        "0:a",
                        "-map",
                        "1:v",
                        "-c:v",
                        "copy");
        try (ImportedAudio imported = convert(upload, Loudness.AS_PROMPTS)) {
            assertThat(imported.durationMillis()).isCloseTo(1_000, within(50L));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"notes.txt", "notes.wav", "notes.mp3", "notes.m4a", "notes"})
    void aTextFileIsRefusedInWordsWhateverItsEnding(String name) {
        byte[] text =
                "Dear all, this is not a recording.\n"
                        .repeat(2_000)
                        .getBytes(StandardCharsets.UTF_8);
        // FFmpeg lets the ending decide that it may be an MP3, and then finds none.
        String words =
                name.endsWith(".mp3")
                        ? "holds no sound that can be decoded"
                        : "is not audio: no audio stream found";
        refused(Reason.NOT_AUDIO, name, text, name + " " + words + ". Allowed: WAV, MP3");
    }

    @Test
    void aZipIsRefused() throws IOException {
        Path file = inbox.resolve("prompts.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("welcome.wav"));
            zip.write(Files.readAllBytes(audio.tone("zipped.wav", 1)));
        }
        refused(
                Reason.NOT_AUDIO,
                "prompts.zip",
                Files.readAllBytes(file),
                "prompts.zip is not audio");
    }

    @Test
    void anEmptyFileIsRefused() {
        refused(Reason.EMPTY, "empty.wav", new byte[0], "empty.wav is empty");
    }

    @Test
    void aFilmWithoutSoundIsRefused() throws IOException {
        Path film = audio.make("film.mp4", "testsrc=d=1:s=64x64", "-c:v", "mpeg4");
        refused(
                Reason.NOT_AUDIO,
                "film.mp4",
                Files.readAllBytes(film),
                "film.mp4 has no sound track");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"list.m3u8", "list.ffconcat", "list.mpd", "list.wav", "list.sdp", "list"})
    void aPlaylistCannotReadAFileOfTheServer(String name) throws IOException {
        // Of a kind that FFmpeg would follow such a list to, if its list formats were let in.
        Path secret = audio.tone("secret.aac", 1);
        for (String playlist : playlists(secret)) {
            refused(
                    Reason.NOT_AUDIO,
                    name,
                    playlist.getBytes(StandardCharsets.UTF_8),
                    name + " is not audio");
        }
    }

    private static List<String> playlists(Path secret) {
        return List.of(
                "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://"
                        + secret
                        + "\n#EXT-X-ENDLIST\n",
                "ffconcat version 1.0\nfile '" + secret + "'\n",
                "<?xml version=\"1.0\"?><MPD><Period><AdaptationSet><BaseURL>file://"
                        + secret
                        + "</BaseURL></AdaptationSet></Period></MPD>",
                "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut.wav", "cut.flac", "cut.mp3"})
    void aFileThatIsCutOffGivesWhatItHasAndAWarning(String name) throws IOException {
        byte[] whole = Files.readAllBytes(audio.tone(name, 10));
        byte[] half = Arrays.copyOf(whole, whole.length / 2);
        try (ImportedAudio imported =
                imports.convert(name, new ByteArrayInputStream(half), Loudness.AS_PROMPTS)) {
            assertThat(imported.durationMillis()).isBetween(4_000L, 5_600L);
            assertThat(imported.warnings()).as(name).isNotEmpty();
            assertThat(imported.warnings().getFirst()).startsWith(name);
        }
    }

    @Test
    void aFileWithAHoleIsTakenWithAWarning() throws IOException {
        byte[] file = Files.readAllBytes(audio.tone("hole.flac", 10));
        new Random(1)
                .ints(3_000)
                .forEach(garbage ->
                        file[file.length / 2 + (garbage & 0xfff)] = (byte) (garbage >> 16));
        try (ImportedAudio imported =
                imports.convert("hole.flac", new ByteArrayInputStream(file), Loudness.AS_PROMPTS)) {
            assertThat(imported.durationMillis()).isGreaterThan(8_000);
            assertThat(imported.warnings())
                    .singleElement()
                    .asString()
                    .startsWith("hole.flac is damaged");
        }
    }

    @Test
    void anM4aThatIsCutOffBeforeItsIndexIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(audio.tone("cut.m4a", 5));
        refused(Reason.NOT_AUDIO, "cut.m4a", Arrays.copyOf(whole, whole.length / 2), "cut.m4a");
    }

    @Test
    void aHeaderThatClaimsHoursIsNotBelieved() throws IOException {
        byte[] wav =
                Files.readAllBytes(
                        audio.tone("hours.wav", 1, "-fflags", "+bitexact", "-map_metadata", "-1"));
        ByteBuffer.wrap(wav)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(40, 0x7fff_fff0)
                .putInt(4, 0x7fff_fff0);
        try (ImportedAudio imported =
                imports.convert("hours.wav", new ByteArrayInputStream(wav), Loudness.AS_PROMPTS)) {
            assertThat(imported.durationMillis()).isCloseTo(1_000, within(50L));
        }
    }

    @Test
    void aSmallFileThatPlaysForHoursIsRefusedBeforeItFillsTheDisk() throws IOException {
        Path upload = audio.make("hour.flac", "anullsrc=r=8000:cl=mono:d=3600");
        assertThat(Files.size(upload)).isLessThan(1_000_000);
        refused(
                Reason.TOO_LONG,
                "hour.flac",
                Files.readAllBytes(upload),
                "plays longer than 10 minutes");
    }

    @Test
    void aFileLargerThanTheLimitIsRefusedWhileItArrives() throws IOException {
        AudioImport small =
                new AudioImport(
                        state, limits(1_000, Duration.ofSeconds(60), 1, Duration.ofSeconds(1)));
        byte[] upload = Files.readAllBytes(audio.tone("large.wav", 1));
        assertThatThrownBy(() ->
                        small.convert(
                                "large.wav", new ByteArrayInputStream(upload), Loudness.AS_PROMPTS))
                .isInstanceOfSatisfying(
                        AudioRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE))
                .hasMessageContaining("large.wav is larger than");
    }

    @Test
    void aDecoderThatTakesTooLongIsKilled() throws IOException {
        AudioImport hasty =
                new AudioImport(
                        state, limits(200_000_000, Duration.ofMillis(1), 1, Duration.ofSeconds(1)));
        byte[] upload = Files.readAllBytes(audio.tone("slow.flac", 60));
        assertThatThrownBy(() ->
                        hasty.convert(
                                "slow.flac", new ByteArrayInputStream(upload), Loudness.AS_PROMPTS))
                .isInstanceOfSatisfying(
                        AudioRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_HARD))
                .hasMessageContaining("slow.flac could not be decoded within");
    }

    @Test
    void aDecoderThatWantsTooMuchMemoryIsRefused() throws IOException {
        AudioImport poor =
                new AudioImport(
                        state,
                        new ImportLimits(
                                200_000_000,
                                Duration.ofMinutes(10),
                                Duration.ofSeconds(60),
                                130,
                                1,
                                Duration.ofSeconds(1)));
        byte[] upload = Files.readAllBytes(audio.tone("memory.wav", 1));
        assertThatThrownBy(() ->
                        poor.convert(
                                "memory.wav",
                                new ByteArrayInputStream(upload),
                                Loudness.AS_PROMPTS))
                .isInstanceOfSatisfying(
                        AudioRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_HARD));
    }

    @Test
    void aProgramThatCannotRunIsNotBlamedOnTheFile(@TempDir Path other) throws IOException {
        byte[] upload = Files.readAllBytes(audio.tone("good.wav", 1));
        AudioImport broken = new AudioImport(other);
        broken.prepare();
        Path program = Ffmpeg.unpack(other.resolve("cache")).program();
        assertThat(program.toFile().setExecutable(false, false)).isTrue();
        assertThatThrownBy(() ->
                        broken.convert(
                                "good.wav", new ByteArrayInputStream(upload), Loudness.AS_PROMPTS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("FFmpeg does not start from " + program);
    }

    @Test
    void whoFindsNoFreePlaceIsToldToTryAgain() throws IOException {
        AudioImport full = withPlaces(0);
        byte[] upload = Files.readAllBytes(audio.tone("second.wav", 1));
        assertThatThrownBy(() ->
                        full.convert(
                                "second.wav",
                                new ByteArrayInputStream(upload),
                                Loudness.AS_PROMPTS))
                .isInstanceOfSatisfying(
                        AudioRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.BUSY))
                .hasMessageContaining("second.wav was not taken");
    }

    @Test
    void aPlaceIsFreeAgainAfterARefusalAndAfterASuccess() throws IOException {
        AudioImport one = withPlaces(1);
        byte[] upload = Files.readAllBytes(audio.tone("again.wav", 1));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() ->
                            one.convert(
                                    "text",
                                    new ByteArrayInputStream(new byte[999]),
                                    Loudness.AS_PROMPTS))
                    .isInstanceOfSatisfying(
                            AudioRefused.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.NOT_AUDIO));
            one.convert("again.wav", new ByteArrayInputStream(upload), Loudness.AS_PROMPTS).close();
        }
    }

    private static AudioImport withPlaces(int atOnce) {
        return new AudioImport(
                state, limits(200_000_000, Duration.ofSeconds(60), atOnce, Duration.ofMillis(50)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-y",
                "../../etc/passwd",
                "a\nb.wav",
                "-i x.wav",
                "http:x.wav",
                "%d.wav",
                ""
            })
    void aStrangeNameIsOnlyAName(String name) throws IOException {
        byte[] upload = Files.readAllBytes(audio.tone("plain.wav", 1));
        try (ImportedAudio imported =
                imports.convert(name, new ByteArrayInputStream(upload), Loudness.AS_PROMPTS)) {
            assertThat(imported.durationMillis()).isEqualTo(1_000);
        }
    }

    private static ImportLimits limits(
            long bytesMax, Duration wallTime, int atOnce, Duration wait) {
        return new ImportLimits(bytesMax, Duration.ofMinutes(10), wallTime, 512, atOnce, wait);
    }

    private static ImportedAudio convert(Path upload, Loudness loudness) throws IOException {
        try (InputStream bytes = Files.newInputStream(upload)) {
            return imports.convert(String.valueOf(upload.getFileName()), bytes, loudness);
        }
    }

    private static void refused(Reason reason, String name, byte[] bytes, String words) {
        assertThatThrownBy(() ->
                        imports.convert(name, new ByteArrayInputStream(bytes), Loudness.AS_PROMPTS)
                                .close())
                .isInstanceOfSatisfying(
                        AudioRefused.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(words);
    }
}
