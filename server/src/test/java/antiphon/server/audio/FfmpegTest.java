package antiphon.server.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegTest {
    @TempDir Path cache;

    @Test
    void theProgramNeedsNothingOfTheMachineButItsCLibraries() throws IOException {
        Ffmpeg ffmpeg = Ffmpeg.unpack(cache);
        // The dynamic linker's own word for ldd: it lists what it would load and does not start the
        // program.
        ProcessBuilder builder =
                new ProcessBuilder(ffmpeg.program().toString()).redirectErrorStream(true);
        builder.environment().put("LD_LIBRARY_PATH", ffmpeg.libraries().toString());
        builder.environment().put("LD_TRACE_LOADED_OBJECTS", "1");
        String listed =
                new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(listed.lines().filter(line -> line.contains("=>")))
                .isNotEmpty()
                .filteredOn(line -> !line.contains("=> " + ffmpeg.libraries()))
                .allMatch(line ->
                        line.matches(
                                "\\s*(libm|libc|libstdc\\+\\+|libgcc_s|libpthread|libdl|librt)\\.so.*=> /.*"));
    }

    @Test
    void itIsUnpackedOnceAndAgainWhenAFileIsShort() throws IOException {
        Ffmpeg ffmpeg = Ffmpeg.unpack(cache);
        var first = Files.getLastModifiedTime(ffmpeg.program());
        assertThat(Files.getLastModifiedTime(Ffmpeg.unpack(cache).program())).isEqualTo(first);
        Path library = ffmpeg.libraries().resolve("libavutil.so.60");
        long size = Files.size(library);
        Files.write(library, new byte[100]);
        Ffmpeg.unpack(cache);
        assertThat(library).hasSize(size);
        try (Stream<Path> folders = Files.list(cache)) {
            assertThat(folders).hasSize(1);
        }
    }
}
