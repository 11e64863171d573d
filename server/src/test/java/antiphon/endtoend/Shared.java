package antiphon.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One server for all tests that do it no harm; ends with the virtual machine.
final class Shared {
    private static final AtomicInteger BOXES = new AtomicInteger(1_000);
    private static @Nullable ServerProcess server;

    private Shared() {}

    static synchronized ServerProcess server() {
        ServerProcess running = server;
        if (running == null) {
            Path folder = newFolder();
            running = ServerProcess.start(folder.resolve("state"));
            ServerProcess started = running;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(started, folder)));
            server = running;
        }
        if (!running.isAlive()) {
            throw new AssertionError("the server has ended by itself:\n" + running.log());
        }
        return running;
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("antiphon");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(ServerProcess started, Path folder) {
        started.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("left behind: " + folder, e);
        }
    }

    /// A mailbox that no other test uses.
    static String newMailbox() {
        String number = Integer.toString(BOXES.incrementAndGet());
        server().api().makeMailbox(number);
        return number;
    }
}
