package antiphon.media;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/// A session's two non-blocking UDP channels. No selector: its loop sweeps it once per frame. Bound
/// by any thread, then owned by the media thread.
final class SessionSocket implements Transport {
    private static final Logger LOG = System.getLogger(SessionSocket.class.getName());

    /// Half a second of packets: the kernel counts about 800 bytes for each.
    private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;

    /// RFC 3246 expedited forwarding, as voice is marked by convention.
    private static final int EXPEDITED_FORWARDING = 0xB8;

    /// Datagrams taken from a socket in one sweep; a flood waits, and is thrown away by the kernel.
    private static final int DATAGRAMS_PER_SWEEP_MAX = 32;

    /// Whether this machine speaks IPv6.
    private static final boolean IPV6 = hasIpv6();

    private final int port;
    private final DatagramChannel rtp;
    private final DatagramChannel rtcp;
    private final PortAllocator allocator;
    private @Nullable InetSocketAddress connected;

    /// Buffers of the loop that owns the session now.
    LoopBuffers buffers;

    private SessionSocket(
            int port,
            DatagramChannel rtp,
            DatagramChannel rtcp,
            LoopBuffers buffers,
            PortAllocator allocator) {
        this.port = port;
        this.rtp = rtp;
        this.rtcp = rtcp;
        this.buffers = buffers;
        this.allocator = allocator;
    }

    static SessionSocket bind(
            InetAddress address, int port, LoopBuffers buffers, PortAllocator allocator)
            throws IOException {
        DatagramChannel rtp = bind(address, port);
        try {
            return new SessionSocket(port, rtp, bind(address, port + 1), buffers, allocator);
        } catch (IOException taken) {
            rtp.close();
            throw taken;
        }
    }

    private static DatagramChannel bind(InetAddress address, int port) throws IOException {
        DatagramChannel channel = DatagramChannel.open(family(address));
        try {
            channel.configureBlocking(false);
            option(channel, StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            option(channel, StandardSocketOptions.IP_TOS, EXPEDITED_FORWARDING);
            channel.bind(new InetSocketAddress(address, port));
            return channel;
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    /// A wildcard address, `0.0.0.0` as well as `::`, stands for all of this machine: both
    /// families.
    private static StandardProtocolFamily family(InetAddress address) {
        boolean ipv4 = address instanceof Inet4Address && !(address.isAnyLocalAddress() && IPV6);
        return ipv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    }

    /// Whether a socket that [#bind] made for `local` can send to `peer`.
    static boolean reaches(InetAddress local, InetAddress peer) {
        if (local.isAnyLocalAddress() && IPV6) {
            return true;
        }
        return local instanceof Inet4Address == peer instanceof Inet4Address;
    }

    private static boolean hasIpv6() {
        try (DatagramChannel _ = DatagramChannel.open(StandardProtocolFamily.INET6)) {
            return true;
        } catch (IOException | UnsupportedOperationException none) {
            return false;
        }
    }

    private static void option(DatagramChannel channel, SocketOption<Integer> name, int value) {
        try {
            channel.setOption(name, value);
        } catch (IOException | UnsupportedOperationException refused) {
            LOG.log(Level.DEBUG, () -> name + " not set: " + refused.getMessage());
        }
    }

    int port() {
        return port;
    }

    @Override
    public void receive(Session session, boolean rtcpToo, long nowNanos) {
        for (int i = 0; i < DATAGRAMS_PER_SWEEP_MAX; i++) {
            InetSocketAddress from = take(rtp, connected, session);
            if (from == null) {
                break;
            }
            if (buffers.incoming.position() > 0) {
                session.onRtp(buffers.packet, unpack(), from, nowNanos);
            }
        }
        if (!rtcpToo) {
            return;
        }
        for (int i = 0; i < DATAGRAMS_PER_SWEEP_MAX; i++) {
            InetSocketAddress from = take(rtcp, null, session);
            if (from == null) {
                break;
            }
            if (buffers.incoming.position() > 0) {
                session.onRtcp(buffers.packet, unpack(), from, nowNanos);
            }
        }
    }

    /// The next datagram into the loop's buffer.
    ///
    /// @return who sent it, or null if there is none; after an ICMP error the buffer is empty
    private @Nullable InetSocketAddress take(
            DatagramChannel channel, @Nullable InetSocketAddress peer, Session session) {
        buffers.incoming.clear();
        try {
            if (peer != null) {
                return channel.read(buffers.incoming) > 0 ? peer : null;
            }
            return (InetSocketAddress) channel.receive(buffers.incoming);
        } catch (PortUnreachableException peerPortClosed) {
            session.counters.unreachable++;
            buffers.incoming.clear();
            return peer;
        } catch (ClosedChannelException gone) {
            throw new SocketLost(port, gone);
        } catch (IOException trouble) { // the kernel's word on an earlier send, such as no route
            session.counters.unreachable++;
            return null;
        }
    }

    private int unpack() {
        int length = buffers.incoming.position();
        buffers.incoming.get(0, buffers.packet, 0, length);
        return length == LoopBuffers.DATAGRAM_MAX ? 0 : length; // cut off: let the parser refuse it
    }

    @Override
    public boolean sendRtp(byte[] packet, int length, InetSocketAddress target) {
        return send(rtp, packet, length, target.equals(connected) ? null : target);
    }

    @Override
    public boolean sendRtcp(byte[] packet, int length, InetSocketAddress target) {
        return send(rtcp, packet, length, target);
    }

    private boolean send(
            DatagramChannel channel,
            byte[] packet,
            int length,
            @Nullable InetSocketAddress target) {
        buffers.outgoing.clear().put(packet, 0, length).flip();
        try {
            return (target == null
                            ? channel.write(buffers.outgoing)
                            : channel.send(buffers.outgoing, target))
                    == length;
        } catch (ClosedChannelException gone) {
            throw new SocketLost(port, gone);
        } catch (IOException | RuntimeException unsendable) {
            // A closed port (ICMP), no route, an unresolved or mismatched address: the peer may
            // come back or move, so the session goes on, and the packet counts as not sent.
            return false;
        }
    }

    @Override
    public void filter(@Nullable InetSocketAddress source) {
        try {
            if (connected != null) {
                connected = null;
                rtp.disconnect();
            }
            if (source != null) {
                rtp.connect(source);
                connected = source;
            }
        } catch (ClosedChannelException gone) {
            throw new SocketLost(port, gone);
        } catch (IOException | RuntimeException refused) {
            // Without the kernel's help the latch still refuses every other source.
            LOG.log(Level.DEBUG, () -> "RTP port " + port + ": " + refused.getMessage());
        }
    }

    @Override
    public void close() {
        closeQuietly(rtp);
        closeQuietly(rtcp);
        allocator.release(port);
    }

    private static void closeQuietly(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException trouble) {
            LOG.log(Level.DEBUG, "Closing an RTP socket failed", trouble);
        }
    }
}
