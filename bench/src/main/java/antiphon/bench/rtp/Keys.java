package antiphon.bench.rtp;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/// Presses keys as RFC 4733 events, one packet in every 20 ms:
///
///     press 100 ms:   M dur 160 · 320 · 480 · 640 · E 800 · E 800 · E 800 · gap …      all with the timestamp of the start
///
/// Fed by any thread, stepped by the speaking thread.
final class Keys {
    static final String ALPHABET = "0123456789*#ABCD";

    private static final int TICK_MILLIS = 20;
    private static final int TICK_TIMESTAMP = 160;
    private static final int END_PACKETS = 3; // RFC 4733 §2.5.1.4
    private static final int VOLUME = 10; // dBm0 below zero

    private record Press(int event, int ticks, int gapTicks) {}

    private final ArrayDeque<Press> pressed = new ArrayDeque<>();
    private int tick;
    private int startTimestamp;

    synchronized void press(String keys, int pressMillis, int gapMillis) {
        for (int i = 0; i < keys.length(); i++) {
            char key = keys.charAt(i);
            int event = ALPHABET.indexOf(Character.toUpperCase(key));
            if (event < 0) {
                throw new IllegalArgumentException(
                        "no such key: " + key + ", allowed are " + ALPHABET);
            }
            pressed.add(
                    new Press(
                            event,
                            Math.max(1, pressMillis / TICK_MILLIS),
                            Math.max(END_PACKETS, gapMillis / TICK_MILLIS)));
        }
    }

    synchronized boolean idle() {
        return pressed.isEmpty();
    }

    /// Writes the event payload due now and returns its marker bit; NOT_NOW where audio is due
    /// instead.
    static final int NOT_NOW = -1;

    synchronized int step(ByteBuffer payload, int timestamp) {
        Press press = pressed.peek();
        if (press == null) {
            return NOT_NOW;
        }
        if (tick == 0) {
            startTimestamp = timestamp;
        }
        int at = tick++;
        if (at >= press.ticks + press.gapTicks) {
            pressed.poll();
            tick = 0;
            if (pressed.isEmpty()) {
                notifyAll();
            }
            return step(payload, timestamp);
        }
        // The last packet of the press carries E already; two more follow while the gap runs.
        boolean end = at >= press.ticks - 1;
        if (at >= press.ticks - 1 + END_PACKETS) {
            return NOT_NOW;
        }
        int duration = TICK_TIMESTAMP * Math.min(at + 1, press.ticks);
        payload.put((byte) press.event)
                .put((byte) ((end ? 0x80 : 0) | VOLUME))
                .putShort((short) duration);
        return at == 0 ? 1 : 0;
    }

    int startTimestamp() {
        return startTimestamp;
    }

    /// Waits until every key has been sent, its gap included.
    synchronized boolean awaitIdle(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        while (!pressed.isEmpty()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
