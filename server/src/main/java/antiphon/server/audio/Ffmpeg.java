package antiphon.server.audio;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/// The FFmpeg program, unpacked once from its jar into a folder of ours. Only the program and its
/// libraries, for a child process: nothing of it is ever loaded into the server.
final class Ffmpeg {
    private static final String RESOURCES = "org/bytedeco/ffmpeg/";

    /// What `libavdevice` links for screens and sound cards and never calls when it reads a file. A
    /// small library under these names satisfies the linker, so that a server without X11, ALSA and
    /// PulseAudio can import, and one that has them does not load them. Their functions are bound
    /// at the first call, of which there is none.
    private static final List<String> DEVICE_LIBRARIES =
            List.of("libxcb.so.1", "libxcb-shm.so.0", "libasound.so.2", "libpulse.so.0");

    /// Has no symbol versions, else the linker would miss those of the real ones.
    private static final String STAND_IN = "libva-drm.so.2";

    private final Path folder;

    private Ffmpeg(Path folder) {
        this.folder = folder;
    }

    Path program() {
        return folder.resolve("ffmpeg");
    }

    /// Where its libraries are: the child's LD_LIBRARY_PATH.
    Path libraries() {
        return folder;
    }

    /// Unpacks the program below `cache`, unless an earlier run did.
    static Ffmpeg unpack(Path cache) throws IOException {
        String platform = platform();
        String resource = RESOURCES + platform + "/ffmpeg";
        URL url = Ffmpeg.class.getClassLoader().getResource(resource);
        if (url == null || !(url.openConnection() instanceof JarURLConnection connection)) {
            throw new IOException(
                    "no FFmpeg for %s on the class path: uploads of audio need the jar org.bytedeco:ffmpeg:%s"
                            .formatted(platform, platform));
        }
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            String jarName = String.valueOf(Path.of(jar.getName()).getFileName());
            Path folder = cache.toAbsolutePath().resolve(jarName.replace(".jar", ""));
            String prefix = RESOURCES + platform + "/";
            if (!isWhole(jar, prefix, folder)) {
                TemporaryFolder.delete(folder);
                unpack(jar, prefix, folder);
            }
            return new Ffmpeg(folder);
        }
    }

    // The folder appears by one rename, but after a power cut its files may still be short.
    private static boolean isWhole(JarFile jar, String prefix, Path folder) throws IOException {
        for (JarEntry entry : entries(jar, prefix)) {
            Path file = folder.resolve(entry.getName().substring(prefix.length()));
            if (!Files.isRegularFile(file) || Files.size(file) != entry.getSize()) {
                return false;
            }
        }
        return DEVICE_LIBRARIES.stream()
                .allMatch(library -> Files.isRegularFile(folder.resolve(library)));
    }

    private static void unpack(JarFile jar, String prefix, Path folder) throws IOException {
        Path cache = folder.resolve("..").normalize();
        Files.createDirectories(cache);
        Path temporary = Files.createTempDirectory(cache, "unpacking");
        try {
            for (JarEntry entry : entries(jar, prefix)) {
                try (InputStream in = jar.getInputStream(entry)) {
                    Files.copy(in, temporary.resolve(entry.getName().substring(prefix.length())));
                }
            }
            for (String library : DEVICE_LIBRARIES) {
                Files.copy(temporary.resolve(STAND_IN), temporary.resolve(library));
            }
            Files.setPosixFilePermissions(temporary.resolve("ffmpeg"), fromString("rwxr-xr-x"));
            Files.move(temporary, folder, ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // Another server with this state folder was faster.
            return;
        } finally {
            TemporaryFolder.delete(temporary);
        }
    }

    private static List<JarEntry> entries(JarFile jar, String prefix) {
        return jar.stream().filter(entry -> wanted(entry.getName(), prefix)).toList();
    }

    /// The program and its shared libraries; not the Java bindings (`libjni…`) and not `ffprobe`.
    private static boolean wanted(String entry, String prefix) {
        if (!entry.startsWith(prefix)) {
            return false;
        }
        String name = entry.substring(prefix.length());
        return name.equals("ffmpeg")
                || (name.startsWith("lib")
                        && name.contains(".so")
                        && !name.startsWith("libjni")
                        && !name.contains("/"));
    }

    private static String platform() {
        String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return switch (architecture) {
            case "amd64", "x86_64" -> "linux-x86_64";
            case "aarch64", "arm64" -> "linux-arm64";
            default -> "linux-" + architecture;
        };
    }
}
