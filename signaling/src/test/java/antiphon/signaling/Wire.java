package antiphon.signaling;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A test's socket to the server: text in, text out.
interface Wire extends AutoCloseable {
    void send(String message);

    /// @return null when nothing came in time
    @Nullable String receive(Duration limit);

    int port();

    String transport();

    @Override
    void close();

    static Wire udp(InetAddress local, InetSocketAddress server) {
        return new Udp(local, server);
    }

    static Wire tcp(InetSocketAddress server) {
        return new Tcp(server);
    }

    final class Udp implements Wire {
        private final DatagramSocket socket;
        private final InetSocketAddress server;

        Udp(InetAddress local, InetSocketAddress server) {
            this.server = server;
            try {
                socket = new DatagramSocket(new InetSocketAddress(local, 0));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void send(String message) {
            sendTo(server, message.getBytes(StandardCharsets.UTF_8));
        }

        void sendTo(InetSocketAddress target, byte[] bytes) {
            try {
                socket.send(new DatagramPacket(bytes, bytes.length, target));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public @Nullable String receive(Duration limit) {
            var packet = new DatagramPacket(new byte[65_535], 65_535);
            try {
                socket.setSoTimeout((int) Math.max(1, limit.toMillis()));
                socket.receive(packet);
                return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            } catch (SocketTimeoutException _) {
                return null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public int port() {
            return socket.getLocalPort();
        }

        @Override
        public String transport() {
            return "UDP";
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    final class Tcp implements Wire {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private String buffered = "";

        Tcp(InetSocketAddress server) {
            try {
                socket = new Socket(server.getAddress(), server.getPort());
                in = socket.getInputStream();
                out = socket.getOutputStream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void send(String message) {
            try {
                out.write(message.getBytes(StandardCharsets.UTF_8));
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// One message by Content-Length, or the lone line end that answers a keep-alive.
        @Override
        public @Nullable String receive(Duration limit) {
            long deadline = System.nanoTime() + limit.toNanos();
            while (true) {
                if (buffered.equals("\r\n")) {
                    buffered = "";
                    return "\r\n";
                }
                int end = buffered.indexOf("\r\n\r\n");
                if (end >= 0) {
                    int length = Integer.parseInt(SipText.parse(buffered).header("Content-Length"));
                    if (buffered.length() >= end + 4 + length) {
                        String message = buffered.substring(0, end + 4 + length);
                        buffered = buffered.substring(end + 4 + length);
                        return message;
                    }
                }
                long wait = (deadline - System.nanoTime()) / 1_000_000;
                if (wait <= 0) return null;
                try {
                    socket.setSoTimeout((int) wait);
                    byte[] bytes = new byte[4_096];
                    int read = in.read(bytes);
                    if (read < 0) return null;
                    buffered += new String(bytes, 0, read, StandardCharsets.UTF_8);
                } catch (SocketTimeoutException _) {
                    return null;
                } catch (IOException _) {
                    return null;
                }
            }
        }

        /// Whether the server has closed the connection within the limit.
        boolean closedWithin(Duration limit) {
            try {
                socket.setSoTimeout((int) limit.toMillis());
                return in.read() < 0;
            } catch (SocketTimeoutException _) {
                return false;
            } catch (IOException _) {
                return true;
            }
        }

        @Override
        public int port() {
            return socket.getLocalPort();
        }

        @Override
        public String transport() {
            return "TCP";
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
