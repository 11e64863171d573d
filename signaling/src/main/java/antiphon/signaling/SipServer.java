package antiphon.signaling;

import antiphon.media.MediaEngine;
import antiphon.signaling.jain.Endpoint;
import antiphon.signaling.jain.EndpointSettings;
import antiphon.signaling.jain.EndpointStats;
import antiphon.signaling.jain.Invitation;
import antiphon.signaling.jain.Leg;
import antiphon.signaling.jain.LegListener;
import antiphon.signaling.jain.UserAgent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/// The SIP side of the server: takes INVITEs and runs a [CallHandler] for each. Safe for any
/// thread.
public final class SipServer implements AutoCloseable {
    /// Open transactions beyond which new calls are refused: 30 s of calls at 650 a second.
    static final int SERVER_TRANSACTIONS_MAX = 20_000;

    /// How long calls get to see that they are over.
    private static final Duration HANG_UP_TIME = Duration.ofSeconds(2);

    private final SipSettings settings;
    private final MediaEngine engine;
    private final CallHandler handler;
    private final CallListener listener;
    private final Endpoint endpoint;
    private final ConcurrentHashMap<String, ActiveCall> calls = new ConcurrentHashMap<>();

    /// Places taken: a call keeps its place until its code has returned.
    private final AtomicInteger places = new AtomicInteger();

    private final LongAdder callsTotal = new LongAdder();
    private final Object monitor = new Object();
    private volatile boolean draining;

    private SipServer(
            SipSettings settings, MediaEngine engine, CallHandler handler, CallListener listener) {
        this.settings = settings;
        this.engine = engine;
        this.handler = handler;
        this.listener = listener;
        this.endpoint =
                Endpoint.start(
                        new EndpointSettings(
                                settings.address(),
                                settings.port(),
                                settings::trusts,
                                settings.messageSizeMax(),
                                SERVER_TRANSACTIONS_MAX,
                                settings.retryAfter(),
                                settings.t1()),
                        new Reception());
    }

    public static SipServer start(SipSettings settings, MediaEngine engine, CallHandler handler) {
        return start(settings, engine, handler, CallListener.NONE);
    }

    /// @throws java.io.UncheckedIOException if address or port can't be bound
    public static SipServer start(
            SipSettings settings, MediaEngine engine, CallHandler handler, CallListener listener) {
        return new SipServer(settings, engine, handler, listener);
    }

    /// The port that is bound, also if the settings said 0.
    public int port() {
        return endpoint.port();
    }

    public List<CallView> calls() {
        return calls.values().stream().map(ActiveCall::view).toList();
    }

    /// @return false if there is no such call
    public boolean hangUp(String callId, HangUpCause cause) {
        ActiveCall call = calls.get(callId);
        if (call == null) return false;
        call.hangUp(cause);
        return true;
    }

    public SipStats stats() {
        EndpointStats stats = endpoint.stats();
        return new SipStats(
                stats.requests(),
                stats.responses(),
                stats.untrusted(),
                stats.shed(),
                stats.oversize(),
                stats.parseErrors(),
                stats.stackErrors(),
                calls.size(),
                callsTotal.sum(),
                stats.serverTransactions(),
                stats.clientTransactions(),
                stats.dialogs(),
                stats.tcpConnections(),
                stats.queueDepth());
    }

    /// From now on new calls and OPTIONS get 503. Waits for the calls there are, and ends those
    /// that are still there at the limit.
    public void drain(Duration limit) {
        draining = true;
        if (waitUntil(() -> places.get() == 0, limit)) return;
        for (ActiveCall call : calls.values()) call.hangUp(HangUpCause.DRAINED);
        boolean _ = waitUntil(() -> places.get() == 0, HANG_UP_TIME);
    }

    private boolean waitUntil(BooleanSupplier condition, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        synchronized (monitor) {
            while (!condition.getAsBoolean()) {
                long waitMillis = (deadline - System.nanoTime()) / 1_000_000;
                if (waitMillis <= 0) return false;
                try {
                    monitor.wait(Math.min(waitMillis, 100));
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public void close() {
        drain(Duration.ZERO);
        // Our BYEs get a moment to be answered.
        boolean _ = waitUntil(() -> endpoint.stats().dialogs() == 0, Duration.ofMillis(500));
        endpoint.close();
    }

    SipSettings settings() {
        return settings;
    }

    MediaEngine engine() {
        return engine;
    }

    CallHandler handler() {
        return handler;
    }

    CallListener listener() {
        return listener;
    }

    Map<String, String> retryAfter() {
        return Map.of("Retry-After", Long.toString(settings.retryAfter().toSeconds()));
    }

    /// The call is over for its peer.
    void ended(ActiveCall call) {
        calls.remove(call.id());
    }

    /// The call's code has returned as well.
    void finished(ActiveCall call) {
        calls.remove(call.id());
        places.decrementAndGet();
        synchronized (monitor) {
            monitor.notifyAll();
        }
    }

    private final class Reception implements UserAgent {
        @Override
        public Admission admission() {
            if (draining) return Admission.DRAINING;
            return places.get() < settings.callsMax() ? Admission.OPEN : Admission.FULL;
        }

        @Override
        public boolean admit() {
            int taken = places.incrementAndGet();
            if (taken <= settings.callsMax() && !draining) return true;
            places.decrementAndGet();
            return false;
        }

        @Override
        public void declined() {
            places.decrementAndGet();
        }

        @Override
        public LegListener invited(Leg leg, Invitation invitation) {
            var call = new ActiveCall(SipServer.this, leg, invitation);
            callsTotal.increment();
            calls.put(call.id(), call);
            call.begin();
            return call;
        }
    }
}
