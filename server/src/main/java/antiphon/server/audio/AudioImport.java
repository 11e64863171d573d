package antiphon.server.audio;

import antiphon.server.audio.AudioRefused.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes an audio file of any kind and makes it what the server plays: WAV, 16 kHz, 16 bit, mono,
/// at the loudness of the prompts. Blocks its caller while FFmpeg works; safe for any thread, with
/// [ImportLimits#atOnceMax] decoders at once.
public final class AudioImport {
    /// Loudness of the prompts we ship: prompts/README.md.
    public static final double PROMPT_LUFS = -23;

    /// Quiet recordings are raised by this much at most, or their noise would be the prompt.
    static final double GAIN_DB_MAX = 30;

    /// Below full scale, so that no codec or resampler on the way overshoots.
    static final double PEAK_DBFS_MAX = -1.1;

    private static final double CLIPPED_SHARE_WORTH_A_WARNING = 0.001;
    private static final double TOO_QUIET_BY_LU = 3;
    private static final int FILE_NAME_LENGTH_MAX = 80;
    private static final Logger log = LoggerFactory.getLogger(AudioImport.class);

    private final Path cache;
    private final ImportLimits limits;
    private final Semaphore places;
    private final Object unpacking = new Object();
    private volatile @Nullable Decoder decoder;

    /// Whether the level is changed.
    public enum Loudness {
        /// To [#PROMPT_LUFS]: what people expect, for all prompts sound alike.
        AS_PROMPTS,
        /// As it came, lowered only where it would clip.
        AS_IT_IS
    }

    /// @param stateFolder FFmpeg is unpacked below its `cache`, at the first import or at
    ///   [#prepare]
    public AudioImport(Path stateFolder) {
        this(stateFolder, ImportLimits.STANDARD);
    }

    public AudioImport(Path stateFolder, ImportLimits limits) {
        this.cache = stateFolder.resolve("cache");
        this.limits = limits;
        this.places = new Semaphore(limits.atOnceMax(), true);
        removeLeftovers();
    }

    /// Unpacks FFmpeg, so that the first upload need not wait for it: one to four seconds the first
    /// time in a state folder, nothing later.
    ///
    /// @throws IOException if there is no FFmpeg for this machine or no room for it
    public void prepare() throws IOException {
        decoder();
    }

    /// Converts an upload.
    ///
    /// @param fileName as the person knows it: for messages, and its ending tells formats that have
    ///   no mark in the file
    /// @param bytes the file; read to its end, or to the limit; not closed
    /// @return the result, whose file the caller closes
    /// @throws AudioRefused if the file cannot be taken, with words for the person
    /// @throws IOException if this machine is the trouble: disk full, FFmpeg missing
    public ImportedAudio convert(String fileName, InputStream bytes, Loudness loudness)
            throws IOException {
        String shownName = shownName(fileName);
        try (TemporaryFolder folder = TemporaryFolder.in(imports())) {
            Path input = folder.path().resolve("input" + ending(fileName));
            receive(shownName, bytes, input);
            // Only now: who sends slowly shall hold up nobody.
            takePlace(shownName);
            try {
                Path floats = folder.path().resolve("decoded");
                Decoder.Report report = decoder().decode(shownName, input, floats, folder.path());
                return finish(shownName, floats, report, loudness);
            } finally {
                places.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("import of " + shownName + " interrupted");
        }
    }

    private ImportedAudio finish(String name, Path floats, Decoder.Report report, Loudness loudness)
            throws IOException {
        long samplesMax = limits.audioMax().toSeconds() * Decoder.SAMPLE_RATE;
        long decoded = Files.size(floats) / Decoder.BYTES_PER_SAMPLE;
        if (decoded > samplesMax) {
            throw new AudioRefused(
                    Reason.TOO_LONG,
                    "%s plays longer than %d minutes, which is the most that is taken"
                            .formatted(name, limits.audioMax().toMinutes()));
        }
        LoudnessMeter found = PcmFiles.measure(floats, Decoder.SAMPLE_RATE, samplesMax);
        double gainDb = gainDb(found, loudness);
        long millis = found.samples() * 1_000 / Decoder.SAMPLE_RATE;
        Path wav = imports().resolve(UUID.randomUUID() + ".wav");
        try {
            PcmFiles.writeWav(
                    floats, wav, Decoder.SAMPLE_RATE, found.samples(), Math.pow(10, gainDb / 20));
        } catch (IOException e) {
            Files.deleteIfExists(wav);
            throw e;
        }
        double levelLufs = found.integratedLufs() + gainDb;
        List<String> warnings = warnings(name, found, report, millis, levelLufs, loudness);
        log.info(
                "imported {}: {} ms, {} LUFS, gain {} dB, {}",
                name,
                millis,
                levelLufs,
                gainDb,
                warnings);
        return new ImportedAudio(wav, millis, levelLufs, found.peakDbfs() + gainDb, warnings);
    }

    /// What brings it to the level of prompts, as far as its peaks allow.
    private static double gainDb(LoudnessMeter found, Loudness loudness) {
        double level = found.integratedLufs();
        double wanted =
                switch (loudness) {
                    case AS_PROMPTS ->
                            Double.isInfinite(level)
                                    ? 0
                                    : Math.min(PROMPT_LUFS - level, GAIN_DB_MAX);
                    case AS_IT_IS -> 0;
                };
        return Double.isInfinite(found.peakDbfs())
                ? 0
                : Math.min(wanted, PEAK_DBFS_MAX - found.peakDbfs());
    }

    private static List<String> warnings(
            String name,
            LoudnessMeter found,
            Decoder.Report report,
            long millis,
            double levelLufs,
            Loudness loudness) {
        List<String> warnings = new ArrayList<>();
        double claimedMillis = report.claimed().toMillis();
        if (claimedMillis > millis * 1.1 + 500) {
            warnings.add(
                    String.format(
                            Locale.ROOT,
                            "%s says that it lasts %.1f s, but only %.1f s could be read: is it cut off?",
                            name,
                            claimedMillis / 1_000,
                            millis / 1_000.0));
        } else if (report.damaged()) {
            warnings.add(
                    name
                            + " is damaged: parts of it could not be decoded. Listen to it before you use it.");
        }
        if (Double.isInfinite(found.integratedLufs())) {
            warnings.add(name + " is silent: callers will hear nothing.");
        } else if (loudness == Loudness.AS_PROMPTS && levelLufs < PROMPT_LUFS - TOO_QUIET_BY_LU) {
            warnings.add(
                    String.format(
                            Locale.ROOT,
                            "%s stays quieter than other prompts (%.0f instead of %.0f LUFS): record it again, louder or with fewer"
                                    + " peaks.",
                            name,
                            levelLufs,
                            PROMPT_LUFS));
        }
        if (found.clippedShare() > CLIPPED_SHARE_WORTH_A_WARNING) {
            warnings.add(
                    name
                            + " is overdriven and will sound distorted: record it again with less gain.");
        }
        return warnings;
    }

    private void receive(String name, InputStream bytes, Path input) throws IOException {
        long size = 0;
        byte[] buffer = new byte[65_536];
        try (OutputStream out = Files.newOutputStream(input)) {
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                size += read;
                if (size > limits.inputBytesMax()) {
                    throw new AudioRefused(
                            Reason.TOO_LARGE,
                            "%s is larger than %d MB, which is the most that is taken; an MP3 of it would do"
                                    .formatted(name, limits.inputBytesMax() / 1_000_000));
                }
                out.write(buffer, 0, read);
            }
        }
        if (size == 0) {
            throw new AudioRefused(Reason.EMPTY, name + " is empty: no bytes arrived");
        }
    }

    private void takePlace(String name) throws InterruptedException {
        if (!places.tryAcquire(limits.waitMax().toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AudioRefused(
                    Reason.BUSY,
                    "%s was not taken: %d other files are being converted; try again in a minute"
                            .formatted(name, limits.atOnceMax()));
        }
    }

    /// What a killed server left behind.
    private void removeLeftovers() {
        try {
            TemporaryFolder.delete(imports());
        } catch (IOException e) {
            log.warn("cannot remove what an earlier run left in {}: {}", imports(), e.getMessage());
        }
    }

    private Decoder decoder() throws IOException {
        Decoder ready = decoder;
        if (ready != null) {
            return ready;
        }
        synchronized (unpacking) {
            ready = decoder;
            if (ready == null) {
                ready = new Decoder(Ffmpeg.unpack(cache), limits);
                decoder = ready;
            }
            return ready;
        }
    }

    private Path imports() {
        return cache.resolve("imports");
    }

    /// Without what could break a line of a log or a message.
    private static String shownName(String fileName) {
        String plain = fileName.replaceAll("[\\p{Cntrl}/\\\\]", "_").strip();
        String shown =
                plain.length() > FILE_NAME_LENGTH_MAX
                        ? plain.substring(0, FILE_NAME_LENGTH_MAX) + "…"
                        : plain;
        return shown.isEmpty() ? "the file" : shown;
    }

    private static String ending(String fileName) {
        String ending = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return ending.matches("[a-z0-9]{1,5}") ? "." + ending : "";
    }
}
