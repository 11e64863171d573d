package antiphon.media;

import java.net.InetAddress;
import java.time.Duration;

/// @param address local address of the RTP sockets
/// @param portMin lowest RTP port, even
/// @param portMax highest port
/// @param loops how many media threads; one per core is enough
/// @param mediaTimeout silence of the peer (no RTP, no RTCP) after which `MediaTimedOut` is
///   reported
/// @param holdTimeout the same while media does not flow both ways: phones on hold are often silent
public record MediaSettings(
        InetAddress address,
        int portMin,
        int portMax,
        int loops,
        Duration mediaTimeout,
        Duration holdTimeout) {
    public static final Duration HOLD_TIMEOUT_DEFAULT = Duration.ofHours(1);

    public MediaSettings(
            InetAddress address, int portMin, int portMax, int loops, Duration mediaTimeout) {
        this(address, portMin, portMax, loops, mediaTimeout, HOLD_TIMEOUT_DEFAULT);
    }
}
