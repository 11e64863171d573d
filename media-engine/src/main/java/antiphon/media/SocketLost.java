package antiphon.media;

import java.io.IOException;

/// A socket was closed under its session.
final class SocketLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SocketLost(int port, IOException cause) {
        super("socket of RTP port " + port + " is gone", cause);
    }
}
