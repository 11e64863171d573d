package antiphon.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// PostgreSQL's `postmaster.pid`: who runs on a data folder, and whether it takes connections yet.
///
///     line 1 process   2 data folder   3 started   4 port   5 socket folder   6 address   7 shared memory   8 status
///
/// @param pid [#NONE] if there is no file
record PostmasterPid(long pid, boolean ready) {
    static final String FILE = "postmaster.pid";
    static final long NONE = 0;
    private static final int STATUS_LINE = 7;

    static PostmasterPid read(Path data) {
        try {
            List<String> lines =
                    Files.readAllLines(data.resolve(FILE), StandardCharsets.ISO_8859_1);
            // A stand-alone backend writes its number negative.
            long pid = lines.isEmpty() ? NONE : Math.abs(Long.parseLong(lines.getFirst().strip()));
            return new PostmasterPid(
                    pid, lines.size() > STATUS_LINE && lines.get(STATUS_LINE).startsWith("ready"));
        } catch (IOException | NumberFormatException _) {
            return new PostmasterPid(NONE, false); // absent or being written
        }
    }

    /// Whether a process is PostgreSQL on this data folder: it works in that folder, or was started
    /// with it.
    static boolean worksIn(long pid, Path data) {
        Path process = Path.of("/proc", Long.toString(pid));
        return worksIn(process, data) || commandNames(process, data);
    }

    static boolean anyoneWorksIn(Path data) throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes.anyMatch(process -> worksIn(process, data));
        }
    }

    private static boolean worksIn(Path process, Path data) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(data.toRealPath());
        } catch (IOException | UnsupportedOperationException _) {
            return false; // no process, gone, or not ours to see
        }
    }

    private static boolean commandNames(Path process, Path data) {
        try {
            String command =
                    Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            List<String> words = List.of(command.split("\0", -1));
            return words.getFirst().endsWith("/postgres") && words.contains(data.toString());
        } catch (IOException _) {
            return false;
        }
    }
}
