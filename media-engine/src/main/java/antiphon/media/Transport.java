package antiphon.media;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// A session's two ports, seen from the core: sockets in production, a simulated wire in tests.
/// Owned by the session's media loop.
interface Transport {
    /// Hands everything that has arrived to the session.
    ///
    /// @param rtcpToo whether to look at the RTCP port as well
    void receive(Session session, boolean rtcpToo, long nowNanos);

    /// @return false if it did not leave
    boolean sendRtp(byte[] packet, int length, InetSocketAddress target);

    boolean sendRtcp(byte[] packet, int length, InetSocketAddress target);

    /// From now on only this source's RTP needs to be delivered; null: everybody's.
    void filter(@Nullable InetSocketAddress source);

    void close();
}
