package antiphon.media;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// Even RTP ports with the odd RTCP port above, taken in turn, so that a port rests before it is
/// used again. Safe for any thread.
final class PortAllocator {
    /// Pairs that other programs hold before we give up.
    private static final int FOREIGN_PAIRS_MAX = 200;

    private final InetAddress address;
    private final int portMin;
    private final int portMax;
    private final AtomicIntegerArray inUse;
    private final AtomicInteger turn;

    PortAllocator(InetAddress address, int portMin, int portMax, int firstTurn) {
        this.address = address;
        this.portMin = portMin + (portMin & 1);
        this.portMax = portMax;
        int pairs = (portMax + 1 - this.portMin) / 2;
        if (portMin < 1024 || portMax > 65535 || pairs < 1) {
            throw new IllegalArgumentException(
                    "RTP ports "
                            + portMin
                            + "-"
                            + portMax
                            + ", allowed: at least an even and the"
                            + " next odd port within 1024-65535");
        }
        inUse = new AtomicIntegerArray(pairs);
        turn = new AtomicInteger(Math.floorMod(firstTurn, pairs));
    }

    /// @throws PortsExhausted if all pairs are in use, by us or by others
    SessionSocket open(LoopBuffers buffers) {
        int foreign = 0;
        for (int tried = 0; tried < inUse.length(); tried++) {
            int pair = turn.getAndUpdate(last -> last + 1 == inUse.length() ? 0 : last + 1);
            if (!inUse.compareAndSet(pair, 0, 1)) {
                continue;
            }
            try {
                return SessionSocket.bind(address, portMin + 2 * pair, buffers, this);
            } catch (IOException taken) {
                inUse.set(pair, 0);
                if (++foreign >= FOREIGN_PAIRS_MAX) {
                    break;
                }
            }
        }
        throw new PortsExhausted(portMin, portMax);
    }

    void release(int rtpPort) {
        inUse.set((rtpPort - portMin) / 2, 0);
    }

    int pairs() {
        return inUse.length();
    }
}
