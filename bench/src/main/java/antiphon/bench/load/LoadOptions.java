package antiphon.bench.load;

import antiphon.bench.load.Admin.Token;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What every kind of load has in common.
final class LoadOptions {
    private static final int CALLS_MAX = 5_000;
    private static final int SECONDS_MAX = 86_400;
    private static final int RATE_MAX = 5_000;

    @SuppressWarnings("NullAway.Init") // picocli sets it
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--target",
            paramLabel = "URI",
            description = "SIP address of the server (default: ${DEFAULT-VALUE}).")
    private String target = "sip:127.0.0.1:5060";

    @Option(
            names = "--calls",
            paramLabel = "N",
            description = "Calls at once (default: ${DEFAULT-VALUE}).")
    private int calls = 100;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description =
                    "Length of the measured window, in which all calls are up (default: ${DEFAULT-VALUE}).")
    private int seconds = 30;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "New calls a second (default: ${DEFAULT-VALUE}).")
    private int rate = 50;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the figures to this file as well.")
    private @Nullable Path json;

    @Option(
            names = "--server-pid",
            paramLabel = "PID",
            description =
                    "Process whose CPU time is read. Default: whoever has the target's UDP port on this machine.")
    private @Nullable Long serverPid;

    @Option(
            names = "--reference-seconds",
            paramLabel = "N",
            description =
                    "Time for which bare sockets are measured for comparison, 0 for not at all"
                            + " (default: ${DEFAULT-VALUE}).")
    private int referenceSeconds = 5;

    @Option(
            names = "--admin",
            paramLabel = "URL",
            description =
                    "Admin HTTP of the server, used to make mailboxes (default: ${DEFAULT-VALUE}).")
    private String admin = "http://127.0.0.1:8080";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "The server's admin token, STATE/admin-token. With it, mailboxes to call are made first.")
    private @Nullable Path tokenFile;

    /// Checks what picocli cannot; throws its own exception, so that the answer is one line and
    /// exit code 2.
    LoadOptions check() {
        within("--calls", calls, 1, CALLS_MAX);
        within("--seconds", seconds, 1, SECONDS_MAX);
        within("--rate", rate, 1, RATE_MAX);
        within("--reference-seconds", referenceSeconds, 0, 60);
        try {
            if (!target.matches("sip:[^@]+")) {
                throw new IllegalArgumentException(target);
            }
            serverAddress();
        } catch (IllegalArgumentException _) {
            throw wrong(
                    "--target " + target + ": wanted sip:ADDRESS:PORT, a literal address, no user");
        }
        return this;
    }

    private void within(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw wrong("%s %d: allowed are %d to %d".formatted(name, value, min, max));
        }
    }

    ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /// A format for `String.formatted` that takes the user part.
    String target() {
        return "sip:%s@" + target.substring("sip:".length());
    }

    int calls() {
        return calls;
    }

    int seconds() {
        return seconds;
    }

    int rate() {
        return rate;
    }

    int referenceSeconds() {
        return referenceSeconds;
    }

    /// Loopback for a server on this machine, else whatever the routing says.
    InetAddress local() {
        InetAddress server = serverAddress().getAddress();
        try (java.net.DatagramSocket probe = new java.net.DatagramSocket()) {
            probe.connect(server, serverAddress().getPort());
            return probe.getLocalAddress();
        } catch (java.net.SocketException e) {
            throw wrong("--target " + target + ": " + e.getMessage());
        }
    }

    private java.net.InetSocketAddress serverAddress() {
        return antiphon.bench.phone.SipUri.address(target);
    }

    @Nullable ServerCpu serverCpu() {
        Long given = serverPid;
        if (given != null) {
            try {
                return ServerCpu.of(given);
            } catch (IllegalArgumentException e) {
                throw wrong("--server-pid: " + e.getMessage());
            }
        }
        long found = ServerCpu.pidAtPort(serverAddress().getPort());
        return found < 0 ? null : ServerCpu.of(found);
    }

    @Nullable Admin admin() {
        Path file = tokenFile;
        if (file == null) {
            return null;
        }
        try {
            return new Admin(admin, new Token(Files.readString(file).strip()));
        } catch (IOException e) {
            throw wrong("--token-file " + file + ": " + e.getMessage());
        }
    }

    /// Prints the figures, writes them where asked; 0 if any call was answered.
    int report(String verb, Map<String, Object> figures) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.println(verb);
        figures.forEach((name, value) -> out.printf("  %-38s %s%n", name, Json.write(value)));
        out.flush();
        Path file = json;
        if (file != null) {
            Files.writeString(file, Json.write(figures) + "\n");
        }
        return figures.get("answered") instanceof Integer answered && answered > 0
                ? CommandLine.ExitCode.OK
                : CommandLine.ExitCode.SOFTWARE;
    }
}
