package antiphon.media;

import antiphon.media.rtp.RtcpState;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// The counters of a session: written by its media thread, read whole by any other. A sequence
/// lock: an odd version is being written.
final class SessionCounters {
    // Owned by the media thread.
    long rejected;
    long unsent;
    long unreachable;

    private volatile int version;
    private @Nullable InetSocketAddress source;
    private @Nullable Codec codec;
    private long received;
    private long sent;
    private long lost;
    private long late;
    private long discarded;
    private long turnedAway;
    private double jitterMillis;
    private double roundTripMillis = -1;

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer only
    void publish(@Nullable MediaDescription description, Receiver receiver, RtcpState rtcp) {
        version++;
        VarHandle.storeStoreFence();
        source = receiver.latch().latched();
        codec = description == null ? null : description.codec();
        received = receiver.packets();
        sent = rtcp.packetsSent();
        lost = receiver.reception().lost();
        late = receiver.late();
        discarded = receiver.discarded();
        turnedAway = rejected;
        jitterMillis = receiver.reception().jitterMillis();
        roundTripMillis = rtcp.roundTripMillis();
        VarHandle.storeStoreFence();
        version++;
    }

    SessionStats read() {
        while (true) {
            int before = version;
            SessionStats stats =
                    new SessionStats(
                            source,
                            codec,
                            received,
                            sent,
                            lost,
                            late,
                            discarded,
                            jitterMillis,
                            turnedAway,
                            roundTripMillis);
            VarHandle.loadLoadFence();
            if ((before & 1) == 0 && before == version) {
                return stats;
            }
            Thread.onSpinWait();
        }
    }
}
