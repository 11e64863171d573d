package antiphon.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The wire between a storage and its PostgreSQL, which tests pull out and put back.
final class Cable implements AutoCloseable {
    private final InetSocketAddress target;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket listening;

    Cable(int targetPort) throws IOException {
        this.target = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), targetPort);
        try (var any = new ServerSocket(0, 1, target.getAddress())) {
            this.port = any.getLocalPort();
        }
        plugIn();
    }

    int port() {
        return port;
    }

    void plugIn() throws IOException {
        var server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(target.getAddress(), port));
        listening = server;
        Thread.ofVirtual().start(() -> accept(server));
    }

    void pullOut() throws IOException {
        ServerSocket server = listening;
        if (server != null) {
            server.close();
        }
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    private void accept(ServerSocket server) {
        try {
            while (true) {
                Socket near = server.accept();
                var far = new Socket();
                far.connect(target);
                sockets.add(near);
                sockets.add(far);
                Thread.ofVirtual().start(() -> pump(near, far));
                Thread.ofVirtual().start(() -> pump(far, near));
            }
        } catch (IOException _) {
            // pulled out
        }
    }

    private void pump(Socket source, Socket sink) {
        try (source;
                sink) {
            source.getInputStream().transferTo(sink.getOutputStream());
        } catch (IOException _) {
            // One side has gone; so has the other now.
        }
        sockets.remove(source);
        sockets.remove(sink);
    }

    @Override
    public void close() throws IOException {
        pullOut();
    }
}
