package antiphon.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// `antiphon run` as a process of its own, on free ports, with its state in a folder of the test.
final class ServerProcess implements AutoCloseable {
    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private static final Duration READY_BOUND = Duration.ofSeconds(60);
    private static final Duration STOP_BOUND = Duration.ofSeconds(30);
    private static final int RTP_PORTS = 400;
    private static final int RTP_RANGES = 50;

    /// Servers that run side by side share no port.
    private static final AtomicInteger NEXT_RANGE =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(RTP_RANGES));

    /// As the launcher starts it.
    private static final List<String> PRODUCT_FLAGS =
            List.of("-XX:+UseZGC", "-XX:+ExitOnOutOfMemoryError");

    private static final List<String> QUICK_FLAGS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Process process;
    private final Path state;
    private final Path log;
    private final int sipPort;
    private final int httpPort;
    private final Api api;

    private ServerProcess(
            Process process, Path state, Path log, int sipPort, int httpPort, Api api) {
        this.process = process;
        this.state = state;
        this.log = log;
        this.sipPort = sipPort;
        this.httpPort = httpPort;
        this.api = api;
    }

    /// Starts and waits until it is ready; throws with its log where it is not.
    static ServerProcess start(Path state) {
        return start(state, PRODUCT_FLAGS);
    }

    /// With less effort of the virtual machine, for servers that live for seconds.
    static ServerProcess startQuickly(Path state) {
        return start(state, QUICK_FLAGS);
    }

    private static ServerProcess start(Path state, List<String> flags) {
        try {
            int sipPort = freePort();
            int httpPort = freePort();
            Path log = Files.createTempFile(requireNonNull(state.getParent()), "server", ".log");
            Process process = launch(state, environment(state, sipPort, httpPort), log, flags);
            awaitReady(process, log);
            String token = Files.readString(state.resolve("admin-token")).strip();
            Api api = new Api("http://127.0.0.1:" + httpPort, token);
            return new ServerProcess(process, state, log, sipPort, httpPort, api);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, String> environment(Path state, int sipPort, int httpPort) {
        int rtpPort = 20_000 + RTP_PORTS * (NEXT_RANGE.getAndIncrement() % RTP_RANGES);
        Map<String, String> environment = new HashMap<>();
        environment.put("ANTIPHON_STATE_DIR", state.toString());
        environment.put("ANTIPHON_SIP_ADDRESS", "127.0.0.1");
        environment.put("ANTIPHON_SIP_PORT", Integer.toString(sipPort));
        environment.put("ANTIPHON_HTTP_PORT", Integer.toString(httpPort));
        environment.put("ANTIPHON_RTP_PORTS", rtpPort + "-" + (rtpPort + RTP_PORTS - 1));
        environment.put("ANTIPHON_SHUTDOWN_DRAIN", "0s");
        return environment;
    }

    /// Starts without waiting; standard output and error go to `log`.
    static Process launch(Path state, Map<String, String> environment, Path log)
            throws IOException {
        return launch(state, environment, log, QUICK_FLAGS);
    }

    private static Process launch(
            Path state, Map<String, String> environment, Path log, List<String> flags)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(
                List.of(
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "antiphon.server.Main",
                        "run"));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(requireNonNull(state.getParent()).toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.to(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("ANTIPHON_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static void awaitReady(Process process, Path log) {
        boolean ready =
                Eventually.holds(
                        READY_BOUND,
                        () -> !process.isAlive() || read(log).contains("antiphon ready"));
        if (!ready || !process.isAlive()) {
            process.destroyForcibly();
            throw new AssertionError("the server is not ready:\n" + read(log));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Free for UDP and TCP at this moment.
    static int freePort() {
        for (int tries = 0; tries < 100; tries++) {
            try (ServerSocket tcp = new ServerSocket(0, 1, LOOPBACK);
                    DatagramSocket udp =
                            new DatagramSocket(
                                    new InetSocketAddress(LOOPBACK, tcp.getLocalPort()))) {
                return udp.getLocalPort();
            } catch (SocketException _) {
                // Taken by UDP; another.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new AssertionError("no free port");
    }

    String sip(String user) {
        return "sip:%s@127.0.0.1:%d".formatted(user, sipPort);
    }

    InetSocketAddress sipAddress() {
        return new InetSocketAddress(LOOPBACK, sipPort);
    }

    int httpPort() {
        return httpPort;
    }

    Api api() {
        return api;
    }

    Path state() {
        return state;
    }

    /// All it has written so far, both streams.
    String log() {
        return read(log);
    }

    /// Lines at WARN or above since `from`, an earlier length of the log.
    List<String> troubleSince(int from) {
        return log().substring(from)
                .lines()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .toList();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Bytes of live objects, after a full collection.
    long liveBytes() {
        List<String> lines = jcmd("GC.class_histogram").lines().toList();
        String[] total = lines.getLast().strip().split("\\s+");
        return Long.parseLong(total[2]);
    }

    private String jcmd(String command) {
        try {
            Process jcmd =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                            .toString(),
                                    Long.toString(process.pid()),
                                    command)
                            .redirectErrorStream(true)
                            .start();
            String output = new String(jcmd.getInputStream().readAllBytes(), UTF_8).strip();
            if (jcmd.waitFor() != 0) {
                throw new AssertionError("jcmd " + command + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// SIGKILL, as the kernel does when memory runs out. The database is left to itself.
    void kill() {
        process.destroyForcibly();
        await(STOP_BOUND);
        api.close();
    }

    /// SIGTERM; returns the exit code.
    int stop() {
        process.destroy();
        await(STOP_BOUND);
        api.close();
        return process.exitValue();
    }

    private void await(Duration within) {
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "still running " + within + " after it was told to stop:\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Ends what is left: the server, and the database of a server that was killed.
    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
        postmaster().ifPresent(ProcessHandle::destroyForcibly);
    }

    /// The embedded database's own process, by the first line of its pid file.
    java.util.Optional<ProcessHandle> postmaster() {
        try (Stream<Path> files = Files.walk(state)) {
            return files.filter(file -> file.endsWith("postmaster.pid"))
                    .findFirst()
                    .map(file ->
                            Long.parseLong(read(file).lines().findFirst().orElseThrow().strip()))
                    .flatMap(ProcessHandle::of);
        } catch (IOException | UncheckedIOException _) {
            return java.util.Optional.empty(); // going away at this moment
        }
    }
}
