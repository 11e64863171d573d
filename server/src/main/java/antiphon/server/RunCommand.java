package antiphon.server;

import antiphon.server.settings.Settings;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "run",
        description = {
            "Start everything on this machine: database, SIP, RTP, administrator's console.",
            "The line `antiphon ready ...` tells that calls are taken. SIGTERM ends the calls, then the server."
        })
final class RunCommand extends Verb {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    /// How long closing may take beyond `shutdown.drain`; then the process ends all the same. What
    /// has been acknowledged is on disk at any moment.
    private static final Duration CLOSE_MAX = Duration.ofSeconds(20);

    @Mixin private final ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = config.read();
        Logging.level(settings.logLevel());
        Settings.unknownVariables(System.getenv()).forEach(LOG::warn);

        var stopRequested = new CountDownLatch(1);
        var closed = new CountDownLatch(1);
        var hook = new Thread(() -> stop(stopRequested, closed, settings.drain()), "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try (Server server = Server.start(settings)) {
            PrintWriter out = out();
            out.println(server.readyLine());
            out.flush();
            server.prepareUploads();
            stopRequested.await();
            server.drain();
        } finally {
            closed.countDown();
        }
        return Main.DONE;
    }

    /// Runs in the virtual machine's shutdown: at SIGTERM, SIGINT, or after a failed start.
    private static void stop(CountDownLatch requested, CountDownLatch closed, Duration drain) {
        if (closed.getCount() == 0) return; // ended by itself: its exit code stands
        requested.countDown();
        boolean done = false;
        try {
            done = closed.await(drain.plus(CLOSE_MAX).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        // The JVM would report 128+15 for SIGTERM; a server that drained has done what it was told.
        Runtime.getRuntime().halt(done ? Main.DONE : Main.FAILED);
    }
}
