package antiphon.signaling.jain;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;

/// Which of our addresses a peer sees. Safe for any thread; asks the kernel's routes, sends
/// nothing.
final class LocalAddresses {
    private static final int CACHED_MAX = 1_000;
    private static final int ANY_PORT = 9;

    private final InetAddress bound;
    private final ConcurrentHashMap<InetAddress, InetAddress> towards = new ConcurrentHashMap<>();

    LocalAddresses(InetAddress bound) {
        this.bound = bound;
    }

    InetAddress towards(InetAddress peer) {
        if (!bound.isAnyLocalAddress()) return bound;
        InetAddress known = towards.get(peer);
        if (known != null) return known;
        InetAddress found = ask(peer);
        if (towards.size() >= CACHED_MAX) towards.clear();
        towards.put(peer, found);
        return found;
    }

    /// Routes may change: called now and then.
    void forget() {
        towards.clear();
    }

    private static InetAddress ask(InetAddress peer) {
        try (var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(peer, ANY_PORT));
            InetAddress local = socket.getLocalAddress();
            if (!local.isAnyLocalAddress()) return local;
        } catch (IOException | RuntimeException _) {
            // No route: any address is as good as another.
        }
        return InetAddress.getLoopbackAddress();
    }
}
