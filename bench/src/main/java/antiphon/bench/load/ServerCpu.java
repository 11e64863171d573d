package antiphon.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// CPU time of the server's process, read from Linux's /proc.
final class ServerCpu {
    /// USER_HZ is 100 on every Linux that Java runs on.
    private static final int MILLIS_PER_JIFFY = 10;

    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int THREADS_SHOWN = 8;

    private final Path process;

    /// CPU milliseconds so far: of the process, and of its live threads by name (numbers in names
    /// are taken together).
    record Reading(long millis, Map<String, Long> threadMillis) {
        /// What was used since `before`, the busiest threads first.
        Reading since(Reading before) {
            Map<String, Long> busiest = new LinkedHashMap<>();
            threadMillis.entrySet().stream()
                    .map(e ->
                            Map.entry(
                                    e.getKey(),
                                    e.getValue()
                                            - before.threadMillis.getOrDefault(e.getKey(), 0L)))
                    .filter(e -> e.getValue() > 0)
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .limit(THREADS_SHOWN)
                    .forEach(e -> busiest.put(e.getKey(), e.getValue()));
            return new Reading(millis - before.millis, busiest);
        }
    }

    private ServerCpu(Path process) {
        this.process = process;
    }

    static ServerCpu of(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        if (!Files.isReadable(process.resolve("stat"))) {
            throw new IllegalArgumentException("no process " + pid + " to read in /proc");
        }
        return new ServerCpu(process);
    }

    /// The process on this machine that has the UDP port open; -1 where there is none or it may not
    /// be seen.
    static long pidAtPort(int port) {
        String hexPort = ":%04X".formatted(port);
        for (String table : new String[] {"/proc/net/udp", "/proc/net/udp6"}) {
            for (String line : lines(Path.of(table))) {
                String[] words = line.strip().split("\\s+");
                if (words.length > 9 && words[1].endsWith(hexPort)) {
                    long pid = pidOfSocket("socket:[" + words[9] + "]");
                    if (pid > 0) {
                        return pid;
                    }
                }
            }
        }
        return -1;
    }

    private static long pidOfSocket(String socket) {
        try (DirectoryStream<Path> processes =
                Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, socket)) {
                    return Long.parseLong(process.getFileName().toString());
                }
            }
        } catch (IOException _) {
            // Not Linux, or not allowed: unknown.
        }
        return -1;
    }

    private static boolean holds(Path process, String socket) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (Files.readSymbolicLink(file).toString().equals(socket)) {
                    return true;
                }
            }
        } catch (IOException _) {
            // Gone, or not ours to see.
        }
        return false;
    }

    Reading read() {
        Map<String, Long> threads = new TreeMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(process.resolve("task"))) {
            for (Path task : tasks) {
                String name =
                        String.join("", lines(task.resolve("comm"))).replaceAll("[0-9]+", "N");
                String[] words = String.join("", lines(task.resolve("schedstat"))).split(" ");
                if (!words[0].isEmpty()) {
                    threads.merge(name, Long.parseLong(words[0]) / NANOS_PER_MILLI, Long::sum);
                }
            }
        } catch (IOException _) {
            // The process ended.
        }
        return new Reading(processMillis(), threads);
    }

    private long processMillis() {
        String stat = String.join("", lines(process.resolve("stat")));
        String[] words = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        // proc(5): utime and stime are fields 14 and 15; the state, here the first word, is field
        // 3.
        return words.length < 13
                ? 0
                : (Long.parseLong(words[11]) + Long.parseLong(words[12])) * MILLIS_PER_JIFFY;
    }

    private static java.util.List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, UTF_8);
        } catch (IOException _) {
            return java.util.List.of();
        }
    }
}
