package antiphon.bench.sip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// SIP over TCP: one connection for each peer, opened by whoever speaks first; a virtual thread
/// reads each.
final class TcpWire implements Wire {
    private static final int MESSAGE_BYTES_MAX = 65_536;

    private final ServerSocket server;
    private final InetSocketAddress address;
    private final Reader reader;
    private final Map<InetSocketAddress, Socket> connections = new ConcurrentHashMap<>();

    TcpWire(InetAddress local, Reader reader) throws IOException {
        this.reader = reader;
        server = new ServerSocket();
        server.bind(new InetSocketAddress(local, 0));
        address = (InetSocketAddress) server.getLocalSocketAddress();
        Thread.ofVirtual().name("phone-sip-accept").start(this::accept);
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                adopt(server.accept());
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private Socket adopt(Socket socket) {
        InetSocketAddress peer = (InetSocketAddress) socket.getRemoteSocketAddress();
        connections.put(peer, socket);
        Thread.ofVirtual().name("phone-sip-tcp").start(() -> read(socket, peer));
        return socket;
    }

    private void read(Socket socket, InetSocketAddress peer) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream())) {
            while (true) {
                ByteArrayOutputStream message = new ByteArrayOutputStream();
                if (!readHead(in, message)) {
                    return;
                }
                message.write(in.readNBytes(contentLength(message.toString(ISO_8859_1))));
                byte[] data = message.toByteArray();
                reader.onMessage(data, data.length, peer);
            }
        } catch (IOException _) {
            // The connection is gone; the next message opens a new one.
        } finally {
            connections.remove(peer, socket);
        }
    }

    private static boolean readHead(InputStream in, ByteArrayOutputStream head) throws IOException {
        int matched = 0;
        while (head.size() < MESSAGE_BYTES_MAX) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            if (head.size() == 0 && (next == '\r' || next == '\n')) {
                continue; // keep-alive, RFC 5626 §4.4.1
            }
            head.write(next);
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
            if (matched == 4) {
                return true;
            }
        }
        return false;
    }

    private static int contentLength(String head) {
        for (String line : head.split("\r\n")) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:") || lower.startsWith("l:")) {
                return Math.clamp(
                        Long.parseLong(lower.substring(lower.indexOf(':') + 1).strip()),
                        0,
                        MESSAGE_BYTES_MAX);
            }
        }
        return 0;
    }

    @Override
    public void send(byte[] message, InetSocketAddress target) throws IOException {
        Socket socket;
        synchronized (this) {
            socket = connections.get(target);
            if (socket == null || socket.isClosed()) {
                socket = adopt(new Socket(target.getAddress(), target.getPort()));
            }
        }
        synchronized (socket) {
            OutputStream out = socket.getOutputStream();
            out.write(message);
            out.flush();
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public String protocol() {
        return "TCP";
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : connections.values()) {
                socket.close();
            }
        } catch (IOException _) {
            // Nothing is lost with it.
        }
    }
}
