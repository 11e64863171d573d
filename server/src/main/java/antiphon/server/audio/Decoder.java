package antiphon.server.audio;

import antiphon.server.audio.AudioRefused.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs FFmpeg once over one file, in a child process that can do little else: it knows files and
/// pipes only, the containers and codecs of audio only, one thread, and bounded time, memory and
/// output.
final class Decoder {
    /// 16 kHz, as prompts and music are kept.
    static final int SAMPLE_RATE = 16_000;

    static final int BYTES_PER_SAMPLE = Float.BYTES;

    /// Containers. None of them can name another file (playlists, concat, MPEG-DASH) or draw a
    /// picture or text.
    private static final String CONTAINERS =
            "wav,w64,aiff,au,caf,mp3,aac,loas,ogg,flac,mov,mp4,m4a,3gp,matroska,webm,asf,amr,amrnb,amrwb,gsm,g722,"
                    + "ac3,eac3,wv,voc,sln,mulaw,alaw";

    private static final String CODECS =
            "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_u8,pcm_s8,pcm_f32le,pcm_f32be,pcm_f64le,"
                    + "pcm_f64be,pcm_mulaw,pcm_alaw,adpcm_ms,adpcm_ima_wav,adpcm_ima_qt,g722,gsm,gsm_ms,mp1float,"
                    + "mp2float,mp3float,mp3,mp2,mp1,aac,aac_latm,alac,flac,vorbis,opus,libopus,speex,libspeex,amrnb,"
                    + "amrwb,libopencore_amrnb,libopencore_amrwb,wmav1,wmav2,wmapro,wmalossless,ac3,eac3,wavpack";

    /// What a person is told to send instead.
    static final String ALLOWED =
            "WAV, MP3, AAC/M4A, Ogg Opus or Vorbis, FLAC, WMA, AMR, GSM, AIFF, AU";

    /// Of the decoder's messages that are read: the first ones say what is wrong.
    private static final int LOG_BYTES_MAX = 65_536;

    /// FFmpeg spawns nothing and opens two files; the rest is for its libraries.
    private static final int OPEN_FILES_MAX = 64;

    /// POSIX: unit of `ulimit -f`.
    private static final int ULIMIT_BLOCK_BYTES = 512;

    /// Exit codes of a child that ran into a limit: 128 and the signal (ABRT, KILL, SEGV, XCPU,
    /// XFSZ). FFmpeg's own codes for bad input are the low byte of a negative number and lie among
    /// them, so the signals are named.
    private static final Set<Integer> LIMIT_EXITS = Set.of(134, 137, 139, 152, 153);

    /// POSIX shell: the program is there and cannot be run, or it or a library of it is not there.
    private static final int CANNOT_EXECUTE = 126;

    private static final int NOT_FOUND = 127;

    // $1 to $4 are limits, the rest is the command. The limits are set in the child, so they hold
    // from its first byte.
    private static final String LIMITED =
            "ulimit -c 0; ulimit -v \"$1\"; ulimit -t \"$2\"; ulimit -f \"$3\"; ulimit -n \"$4\"; shift 4; exec nice -n 19 \"$@\"";

    private static final Pattern DURATION =
            Pattern.compile("Duration: (\\d+):(\\d\\d):(\\d\\d)\\.(\\d\\d)");
    private static final Logger log = LoggerFactory.getLogger(Decoder.class);

    private final Ffmpeg ffmpeg;
    private final ImportLimits limits;

    Decoder(Ffmpeg ffmpeg, ImportLimits limits) {
        this.ffmpeg = ffmpeg;
        this.limits = limits;
    }

    /// What the decoder said about the file.
    ///
    /// @param claimed how long the file says it is; zero if it does not say
    /// @param damaged whether parts could not be decoded
    record Report(Duration claimed, boolean damaged) {}

    /// Decodes the first audio stream of `input` to `output`: mono, [#SAMPLE_RATE], 32 bit floats,
    /// little endian, no header; one second more than allowed at most.
    ///
    /// @param fileName as the person knows it, for messages
    Report decode(String fileName, Path input, Path output, Path folder)
            throws IOException, InterruptedException {
        Path messages = folder.resolve("messages");
        ProcessBuilder builder = new ProcessBuilder(command(input, output));
        builder.directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("LD_LIBRARY_PATH", ffmpeg.libraries().toString());
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(messages.toFile());
        Process process = builder.start();
        try {
            if (!process.waitFor(limits.wallTimeMax().toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AudioRefused(
                        Reason.TOO_HARD,
                        "%s could not be decoded within %d s; save it as WAV or MP3 and send it again"
                                .formatted(fileName, limits.wallTimeMax().toSeconds()));
            }
        } finally {
            process.destroyForcibly();
        }
        List<String> said = readMessages(messages);
        int exit = process.exitValue();
        if (said.stream().anyMatch(line -> line.contains("No space left on device"))) {
            throw new IOException(
                    "no room on the disk to convert %s (%s)".formatted(fileName, folder));
        }
        if (exit == CANNOT_EXECUTE || exit == NOT_FOUND) {
            throw new IOException(
                    "FFmpeg does not start from %s (is that file system mounted noexec?): %s"
                            .formatted(ffmpeg.program(), said.isEmpty() ? "" : said.getLast()));
        }
        if (exit == 0 && Files.exists(output) && Files.size(output) >= BYTES_PER_SAMPLE) {
            return new Report(claimedDuration(said), isDamaged(said));
        }
        log.info("import of {} failed: exit {}, {}", fileName, exit, errors(said));
        throw refusal(fileName, exit, String.join("\n", said));
    }

    private List<String> command(Path input, Path output) {
        long outputSeconds = limits.audioMax().toSeconds() + 1;
        long fileBlocks =
                (outputSeconds * SAMPLE_RATE * BYTES_PER_SAMPLE + 1_000_000) / ULIMIT_BLOCK_BYTES;
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", LIMITED, "sh"));
        command.add(Long.toString(limits.memoryMegabytesMax() * 1_024L));
        command.add(Long.toString(limits.wallTimeMax().toSeconds() + 1));
        command.add(Long.toString(fileBlocks));
        command.add(Integer.toString(OPEN_FILES_MAX));
        command.add(ffmpeg.program().toString());
        command.addAll(List.of("-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+info"));
        command.addAll(List.of("-max_alloc", "100000000", "-threads", "1", "-filter_threads", "1"));
        command.addAll(
                List.of("-protocol_whitelist", "file,pipe", "-format_whitelist", CONTAINERS));
        command.addAll(List.of("-codec_whitelist", CODECS, "-max_streams", "16"));
        // "file:" keeps a name from being read as another protocol.
        command.addAll(List.of("-i", "file:" + input.toAbsolutePath()));
        command.addAll(List.of("-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1"));
        command.addAll(List.of("-ac", "1", "-ar", Integer.toString(SAMPLE_RATE)));
        command.addAll(
                List.of("-t", Long.toString(outputSeconds), "-c:a", "pcm_f32le", "-f", "f32le"));
        command.addAll(List.of("-y", "file:" + output.toAbsolutePath()));
        return command;
    }

    private static AudioRefused refusal(String fileName, int exit, String said) {
        boolean outOfMemory =
                said.contains("Cannot allocate memory")
                        || said.contains("Resource temporarily unavailable"); // a thread's stack
        if (LIMIT_EXITS.contains(exit) || outOfMemory) {
            return new AudioRefused(
                    Reason.TOO_HARD,
                    "%s takes more time or memory to decode than allowed; save it as WAV or MP3 and send it again"
                            .formatted(fileName));
        }
        if (said.contains("matches no streams")) {
            return notAudio(fileName, "has no sound track");
        }
        if (said.contains("Input #0")) {
            return notAudio(fileName, "holds no sound that can be decoded");
        }
        return notAudio(fileName, "is not audio: no audio stream found");
    }

    private static AudioRefused notAudio(String fileName, String what) {
        return new AudioRefused(
                Reason.NOT_AUDIO, "%s %s. Allowed: %s.".formatted(fileName, what, ALLOWED));
    }

    private static List<String> readMessages(Path messages) throws IOException {
        try (InputStream in = Files.newInputStream(messages)) {
            return new String(in.readNBytes(LOG_BYTES_MAX), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static Duration claimedDuration(List<String> said) {
        for (String line : said) {
            Matcher duration = DURATION.matcher(line);
            if (duration.find()) {
                return Duration.ofHours(Integer.parseInt(duration.group(1)))
                        .plusMinutes(Integer.parseInt(duration.group(2)))
                        .plusSeconds(Integer.parseInt(duration.group(3)))
                        .plusMillis(10L * Integer.parseInt(duration.group(4)));
            }
        }
        return Duration.ZERO;
    }

    // Only the decoder's own errors count: parsers complain about sound files too.
    private static boolean isDamaged(List<String> said) {
        return said.stream()
                .anyMatch(line ->
                        (line.contains("[dec:") && line.contains("[error]"))
                                || line.contains("corrupt input packet"));
    }

    private static String errors(List<String> said) {
        return said.stream()
                .filter(line -> line.contains("[error]") || line.contains("[fatal]"))
                .limit(3)
                .map(line -> line.substring(0, Math.min(line.length(), 200)))
                .toList()
                .toString();
    }
}
