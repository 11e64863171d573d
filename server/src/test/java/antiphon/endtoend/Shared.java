package antiphon.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One server for all tests that do it no harm; ends with the virtual machine.
final class Shared {
    private static final AtomicInteger BOXES = new AtomicInteger(1_000);
    private static @Nullable ServerProcess server;

    private Shared() {}

    static synchronized ServerProcess server() {
        ServerProcess running = server;
        if (running == null) {
            try {
                running =
                        ServerProcess.start(Files.createTempDirectory("antiphon").resolve("state"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(running::close));
            server = running;
        }
        if (!running.isAlive()) {
            throw new AssertionError("the server has ended by itself:\n" + running.log());
        }
        return running;
    }

    /// A mailbox that no other test uses.
    static String newMailbox() {
        String number = Integer.toString(BOXES.incrementAndGet());
        server().api().makeMailbox(number);
        return number;
    }
}
