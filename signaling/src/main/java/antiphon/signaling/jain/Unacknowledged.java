package antiphon.signaling.jain;

import gov.nist.javax.sip.message.SIPResponse;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// A 2xx that waits for its ACK: sent again after T1, 2*T1, … up to T2, given up after 64*T1 (RFC
/// 3261 §13.3.1.4), over any transport. Lives in the leg's queue.
final class Unacknowledged {
    /// T2 in units of T1 (RFC 3261 §17.1.2.1: 4 s and 500 ms).
    private static final int T2_FACTOR = 8;

    private static final int TIMEOUT_FACTOR = 64;

    private final Endpoint endpoint;
    private final SerialQueue queue;
    private final SIPResponse response;
    private final Reply reply;
    private final Runnable givenUp;
    private Duration interval;
    private @Nullable Future<?> next;
    private final @Nullable Future<?> end;
    private boolean stopped;

    Unacknowledged(
            Endpoint endpoint,
            SerialQueue queue,
            SIPResponse response,
            Reply reply,
            Runnable givenUp) {
        this.endpoint = endpoint;
        this.queue = queue;
        this.response = response;
        this.reply = reply;
        this.givenUp = givenUp;
        this.interval = endpoint.t1();
        this.next = endpoint.timers().after(interval, () -> queue.post(this::onTimer));
        this.end =
                endpoint.timers()
                        .after(
                                endpoint.t1().multipliedBy(TIMEOUT_FACTOR),
                                () -> queue.post(this::onEnd));
    }

    long sequenceNumber() {
        return response.getCSeq().getSeqNumber();
    }

    void repeat() {
        if (!stopped) reply.send(response);
    }

    private void onTimer() {
        if (stopped) return;
        reply.send(response);
        Duration t2 = endpoint.t1().multipliedBy(T2_FACTOR);
        Duration doubled = interval.multipliedBy(2);
        interval = doubled.compareTo(t2) < 0 ? doubled : t2;
        next = endpoint.timers().after(interval, () -> queue.post(this::onTimer));
    }

    private void onEnd() {
        if (stopped) return;
        stop();
        givenUp.run();
    }

    void stop() {
        stopped = true;
        if (next != null) next.cancel(false);
        if (end != null) end.cancel(false);
    }
}
