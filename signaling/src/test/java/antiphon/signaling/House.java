package antiphon.signaling;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// A server under test on 127.0.0.1 with fake media, and what its listener was told.
final class House implements AutoCloseable {
    /// Waits for the caller to hang up.
    static final CallHandler ANSWER =
            call -> {
                call.answer();
                while (true) call.await(call.nanoTime() + TimeUnit.MINUTES.toNanos(1));
            };

    /// Never answers.
    static final CallHandler RING =
            call -> call.await(call.nanoTime() + TimeUnit.MINUTES.toNanos(10));

    final FakeEngine engine = new FakeEngine();
    final LinkedBlockingQueue<CallView> started = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    final SipServer server;

    record Ended(CallView call, HangUpCause cause, int status) {}

    House(CallHandler handler) {
        this(handler, settings -> settings);
    }

    House(CallHandler handler, UnaryOperator<SipSettings> change) {
        server =
                SipServer.start(
                        change.apply(SipSettings.of(InetAddress.getLoopbackAddress(), 0)),
                        engine,
                        handler,
                        new CallListener() {
                            @Override
                            public void callStarted(CallView call) {
                                started.add(call);
                            }

                            @Override
                            public void callEnded(
                                    CallView call, HangUpCause cause, int status, Instant endedAt) {
                                ended.add(new Ended(call, cause, status));
                            }
                        });
    }

    Phone udp() {
        return Phone.udp(server.port());
    }

    Phone tcp() {
        return Phone.tcp(server.port());
    }

    Ended expectEnd() {
        try {
            Ended end = ended.poll(Phone.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (end == null) throw new AssertionError("no call ended; calls: " + server.calls());
            return end;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    CallView expectStart() {
        try {
            CallView start = started.poll(Phone.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (start == null) throw new AssertionError("no call started");
            return start;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Waits for a state that comes by itself.
    static void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Phone.PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) throw new AssertionError("never came true: " + what);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        server.close();
    }

    static final Duration SOON = Duration.ofMillis(300);
}
