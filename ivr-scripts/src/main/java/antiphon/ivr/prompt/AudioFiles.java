package antiphon.ivr.prompt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the audio of a folder, and tells one recording from another.
final class AudioFiles {
    private static final Logger log = LoggerFactory.getLogger(AudioFiles.class);

    private AudioFiles() {}

    /// WAV files in the folders of a folder, sorted; half-written files of an earlier run are
    /// removed on the way.
    ///
    /// @param depth folders and file, counted from `folder`
    static List<Path> under(Path folder, int depth) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder, depth)) {
            List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
            for (Path file : files) {
                if (file.toString().endsWith(DurableFile.TEMPORARY_SUFFIX)) {
                    Files.deleteIfExists(file);
                }
            }
            return files.stream()
                    .filter(file -> file.toString().endsWith(".wav"))
                    .filter(file -> folder.relativize(file).getNameCount() > 1)
                    .toList();
        } catch (IOException e) {
            log.error("cannot read {}: {}", folder, e.getMessage());
            return List.of();
        }
    }

    static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
