package antiphon.media;

import antiphon.media.audio.Frame;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// The core on a virtual clock, with simulated phones behind simulated wires. An hour of calls
/// takes seconds, and the same seed gives the same hour.
final class Simulation {
    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000 * MILLI;
    static final long HOLD_TIMEOUT = 600 * SECOND;
    static final int EVENT_TYPE = 101;

    final EngineClock clock =
            new EngineClock(
                    0,
                    1_700_000_000L * SECOND,
                    "sim".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    final RoomDirectory directory = new RoomDirectory();
    final MediaCore core = new MediaCore(clock, directory);
    final List<Phone> phones = new ArrayList<>();
    final long seed;
    private final Map<InetSocketAddress, Receiving> hosts = new HashMap<>();
    private long slotNumber;

    /// Whoever gets datagrams at an address.
    interface Receiving {
        void arrived(byte[] datagram, InetSocketAddress from);
    }

    /// A datagram on its way.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record InFlight(long arrivalNanos, long order, byte[] bytes, InetSocketAddress from) {}

    Simulation(long seed) {
        this.seed = seed;
    }

    static InetSocketAddress address(int host, int port) {
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(new byte[] {10, 0, (byte) (host >> 8), (byte) host}),
                    port);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// Phones with tones 100 Hz apart, spread over the 20 ms, connected.
    Simulation phones(int count) {
        for (int i = 0; i < count; i++) {
            phone();
        }
        return this;
    }

    Phone phone() {
        int number = phones.size();
        Phone phone = new Phone(this, number);
        phones.add(phone);
        hosts.put(phone.address, phone);
        phone.connect(Direction.SENDRECV);
        return phone;
    }

    void host(InetSocketAddress address, Receiving receiving) {
        hosts.put(address, receiving);
    }

    Simulation joined(String conference) {
        for (Phone phone : phones) {
            phone.join(conference);
        }
        return this;
    }

    long nowNanos() {
        return slotNumber * Frame.SLOT_NANOS;
    }

    void runMillis(long millis) {
        long until = nowNanos() + millis * MILLI;
        while (nowNanos() < until) {
            step();
        }
    }

    /// One slot of 5 ms.
    void step() {
        long now = nowNanos();
        for (Phone phone : phones) {
            phone.sendUntil(now);
        }
        int slot = (int) (slotNumber % Frame.SLOTS);
        List<Session> sessions = core.sessions(slot);
        for (int i = sessions.size() - 1; i >= 0; i--) {
            sessions.get(i).transport.receive(sessions.get(i), true, now);
        }
        core.tick(slot, now, now);
        slotNumber++;
    }

    /// The server's two ports of one session.
    final class Wire implements Transport {
        final InetSocketAddress rtpAddress;
        final InetSocketAddress rtcpAddress;
        private final PriorityQueue<InFlight> rtp = queue();
        private final PriorityQueue<InFlight> rtcp = queue();
        private long order;
        @Nullable InetSocketAddress filter;
        boolean closed;

        Wire(int number) {
            rtpAddress = address(0xFF00, 10_000 + 2 * number);
            rtcpAddress = address(0xFF00, 10_001 + 2 * number);
        }

        private static PriorityQueue<InFlight> queue() {
            return new PriorityQueue<>((a, b) ->
                    a.arrivalNanos != b.arrivalNanos
                            ? Long.compare(a.arrivalNanos, b.arrivalNanos)
                            : Long.compare(a.order, b.order));
        }

        void deliver(byte[] datagram, InetSocketAddress from, long arrivalNanos) {
            rtp.add(new InFlight(arrivalNanos, order++, datagram.clone(), from));
        }

        void deliverRtcp(byte[] datagram, InetSocketAddress from, long arrivalNanos) {
            rtcp.add(new InFlight(arrivalNanos, order++, datagram.clone(), from));
        }

        @Override
        public void receive(Session session, boolean rtcpToo, long nowNanos) {
            for (InFlight next = due(rtp, nowNanos); next != null; next = due(rtp, nowNanos)) {
                if (filter == null || filter.equals(next.from)) {
                    session.onRtp(padded(next.bytes), next.bytes.length, next.from, nowNanos);
                }
            }
            for (InFlight next = due(rtcp, nowNanos); next != null; next = due(rtcp, nowNanos)) {
                session.onRtcp(padded(next.bytes), next.bytes.length, next.from, nowNanos);
            }
        }

        private @Nullable InFlight due(PriorityQueue<InFlight> queue, long nowNanos) {
            InFlight next = queue.peek();
            return next != null && next.arrivalNanos <= nowNanos ? queue.poll() : null;
        }

        /// As in the loop, the buffer is longer than the datagram and holds what was there before.
        private static byte[] padded(byte[] bytes) {
            byte[] buffer = new byte[LoopBuffers.DATAGRAM_MAX];
            java.util.Arrays.fill(buffer, (byte) 0xA5);
            System.arraycopy(bytes, 0, buffer, 0, bytes.length);
            return buffer;
        }

        @Override
        public boolean sendRtp(byte[] packet, int length, InetSocketAddress target) {
            return toHost(packet, length, target, rtpAddress);
        }

        @Override
        public boolean sendRtcp(byte[] packet, int length, InetSocketAddress target) {
            return toHost(packet, length, target, rtcpAddress);
        }

        private boolean toHost(
                byte[] packet, int length, InetSocketAddress target, InetSocketAddress from) {
            Receiving host = hosts.get(target);
            if (host != null) {
                host.arrived(java.util.Arrays.copyOf(packet, length), from);
            }
            return true;
        }

        @Override
        public void filter(@Nullable InetSocketAddress source) {
            filter = source;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
