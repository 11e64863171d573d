package antiphon.bench.sip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Carries SIP bytes. Whole messages go up, from the wire's own threads; sending is safe for any
/// thread.
public interface Wire extends AutoCloseable {
    /// Takes what came from `source`.
    interface Reader {
        void onMessage(byte[] data, int length, InetSocketAddress source);
    }

    static Wire udp(InetAddress local, Reader reader) throws IOException {
        return new UdpWire(local, reader);
    }

    static Wire tcp(InetAddress local, Reader reader) throws IOException {
        return new TcpWire(local, reader);
    }

    void send(byte[] message, InetSocketAddress target) throws IOException;

    InetSocketAddress address();

    /// As it stands in Via: "UDP" or "TCP".
    String protocol();

    @Override
    void close();
}
