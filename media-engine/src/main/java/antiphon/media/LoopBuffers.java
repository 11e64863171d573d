package antiphon.media;

import java.nio.ByteBuffer;

/// The buffers between a loop's sockets and its core: one direct pair for all sessions of the loop,
/// so that a packet is copied once and nothing is allocated. Owned by the media thread.
final class LoopBuffers {
    /// More than any packet we take; a datagram that fills it was longer and is refused.
    static final int DATAGRAM_MAX = 2048;

    final ByteBuffer incoming = ByteBuffer.allocateDirect(DATAGRAM_MAX);
    final ByteBuffer outgoing = ByteBuffer.allocateDirect(DATAGRAM_MAX);
    final byte[] packet = new byte[DATAGRAM_MAX];
}
