package antiphon.media;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for an engine under test: other tests of this machine use ports as well.
final class FreePorts {
    private static final int ATTEMPTS = 200;

    private FreePorts() {}

    /// The first of so many UDP ports that are free in a row; even, below the ports that the kernel
    /// gives away by itself.
    static int first(int count) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(10_000, 15_000) * 2;
            int free = 0;
            while (free < count && free(first + free)) {
                free++;
            }
            if (free == count) {
                return first;
            }
        }
        throw new AssertionError("no " + count + " free ports in a row");
    }

    private static boolean free(int port) {
        try (var _ = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
