package antiphon.signaling.jain;

import gov.nist.core.HostPort;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.NioTcpMessageChannel;
import gov.nist.javax.sip.stack.NioTcpMessageProcessor;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts TCP connections from trusted sources, so many and no more, and opens those for our BYEs.
final class BoundedTcp extends NioTcpMessageProcessor {
    private static final Logger log = LoggerFactory.getLogger(BoundedTcp.class);

    /// Proxies hold few connections; phones one each.
    static final int CONNECTIONS_MAX = 2_000;

    /// A message must be complete this long after its first byte.
    static final Duration MESSAGE_TIME_MAX = Duration.ofSeconds(20);

    static final Duration CONNECT_TIME_MAX = Duration.ofSeconds(3);

    private final Intake intake;
    private final ThrottledLog full = new ThrottledLog(log, System.nanoTime());
    private final Set<TcpConnection> connections = ConcurrentHashMap.newKeySet();

    BoundedTcp(InetAddress address, SIPTransactionStack stack, int port, Intake intake) {
        super(address, stack, port);
        this.intake = intake;
    }

    /// Called by the selector thread for each accepted connection.
    @Override
    public NioTcpMessageChannel createMessageChannel(
            NioTcpMessageProcessor processor, SocketChannel client) throws IOException {
        InetAddress source = client.socket().getInetAddress();
        long nowNanos = System.nanoTime();
        if (!intake.trusts(source, nowNanos)) {
            client.close();
            throw new IOException("untrusted");
        }
        if (connections.size() >= CONNECTIONS_MAX) {
            full.warn(nowNanos, "refused a TCP connection: there are {} already", CONNECTIONS_MAX);
            client.close();
            throw new IOException("too many connections");
        }
        var connection = new TcpConnection(this, client, intake);
        nioHandler.putMessageChannel(client, connection);
        connections.add(connection);
        return connection;
    }

    @Override
    public MessageChannel createMessageChannel(HostPort target) throws IOException {
        return connection(target.getInetAddress(), target.getPort());
    }

    @Override
    public MessageChannel createMessageChannel(InetAddress target, int port) throws IOException {
        return connection(target, port);
    }

    /// The connection there is, or a new one. Blocks while connecting: never on a SIP thread.
    private TcpConnection connection(InetAddress target, int port) throws IOException {
        String key = MessageChannel.getKey(target, port, getTransport());
        if (messageChannels.get(key) instanceof TcpConnection known && known.open()) return known;
        InetAddress from = getIpAddress().isAnyLocalAddress() ? null : getIpAddress();
        SocketChannel socket =
                connect(
                        new InetSocketAddress(target, port),
                        from,
                        (int) CONNECT_TIME_MAX.toMillis());
        var connection = new TcpConnection(this, socket, intake);
        nioHandler.putMessageChannel(socket, connection);
        connections.add(connection);
        messageChannels.put(key, connection);
        return connection;
    }

    /// Called now and then.
    void sweep(long nowNanos) {
        long limitNanos = MESSAGE_TIME_MAX.toNanos();
        connections.removeIf(connection -> connection.closeIfStalled(nowNanos, limitNanos));
    }

    int connectionCount() {
        return connections.size();
    }

    @Override
    public void stop() {
        super.stop();
        for (TcpConnection connection : connections) connection.close();
        connections.clear();
    }
}
