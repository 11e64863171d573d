package antiphon.bench.rtp;

import antiphon.bench.sound.Law;
import antiphon.bench.sound.Sound;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The RTP of one call: a socket, what is said into it, and the ear at it. Anyone may steer it;
/// `speak` belongs to the station's speaking thread, `listen` to its listening thread.
public final class RtpLeg {
    static final int FRAME_SAMPLES = 160;
    private static final int EVEN_PORT_TRIES = 50;

    private final MediaStation station;
    private final InetAddress local;
    private final Ear ear;
    private final Keys keys = new Keys();
    private final int ssrc = ThreadLocalRandom.current().nextInt();

    private volatile DatagramChannel channel;
    private volatile @Nullable InetSocketAddress remote;
    private volatile Voice voice = new Voice(Sound.silence().encoded(Law.PCMU), true, Law.PCMU);
    private volatile int eventPayloadType = -1;
    private volatile boolean speaking;
    private volatile long sent;
    private volatile long sendFailures;

    // Speaking thread only.
    private short sequence = (short) ThreadLocalRandom.current().nextInt();
    private int timestamp = ThreadLocalRandom.current().nextInt();
    private boolean marker = true;

    /// What is being said and how far it is.
    private static final class Voice {
        private final byte[] codes;
        private final boolean looping;
        private final Law law;
        private int at;

        Voice(byte[] codes, boolean looping, Law law) {
            this.codes = codes;
            this.looping = looping;
            this.law = law;
        }

        void next(ByteBuffer payload) {
            int wanted = FRAME_SAMPLES;
            while (wanted > 0) {
                int run = Math.min(wanted, codes.length - at);
                payload.put(codes, at, run);
                at += run;
                wanted -= run;
                if (at == codes.length) {
                    if (!looping) {
                        break;
                    }
                    at = 0;
                }
            }
            for (; wanted > 0; wanted--) {
                payload.put(law.silence());
            }
        }

        boolean finished() {
            return !looping && at == codes.length;
        }
    }

    RtpLeg(MediaStation station, InetAddress local, int keptSamples) {
        this.station = station;
        this.local = local;
        this.ear = new Ear(keptSamples);
        this.channel = open(local);
    }

    /// An even port, as RFC 3550 §11 wants it.
    private static DatagramChannel open(InetAddress local) {
        try {
            for (int tries = 0; ; tries++) {
                DatagramChannel channel = DatagramChannel.open();
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 18);
                channel.bind(new InetSocketAddress(local, 0));
                if (((InetSocketAddress) channel.getLocalAddress()).getPort() % 2 == 0
                        || tries == EVEN_PORT_TRIES) {
                    return channel;
                }
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no RTP socket on " + local, e);
        }
    }

    DatagramChannel channel() {
        return channel;
    }

    public InetSocketAddress address() {
        try {
            return (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Ear ear() {
        return ear;
    }

    /// Where to speak to, and the number of telephone-events there (-1: none).
    public void connect(InetSocketAddress target, int events) {
        eventPayloadType = events;
        ear.expectEvents(events);
        if (!target.equals(remote)) {
            remote = target;
            connectChannel();
        }
    }

    // Connected: an answer from anyone else is not heard, and each write costs less.
    private void connectChannel() {
        InetSocketAddress target = remote;
        try {
            if (channel.isConnected()) {
                channel.disconnect();
            }
            if (target != null) {
                channel.connect(target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect to " + target, e);
        }
    }

    /// Starts or stops sending; time goes on meanwhile.
    public void speaking(boolean speak) {
        speaking = speak;
    }

    /// Takes a new port; the old one is closed.
    public InetSocketAddress move() {
        DatagramChannel old = channel;
        channel = open(local);
        connectChannel();
        station.listenTo(this);
        MediaStation.closeQuietly(old);
        return address();
    }

    public void say(Sound sound, Law law) {
        voice = new Voice(sound.encoded(law), sound.looping(), law);
    }

    /// Waits until a sound that is said once has been said.
    public boolean awaitSaid(Duration within) {
        Voice saying = voice;
        return station.awaitTick(saying::finished, within);
    }

    /// Presses keys and waits until the last one's gap is over.
    public void press(String pressed, int pressMillis, int gapMillis) {
        if (eventPayloadType < 0) {
            throw new IllegalStateException("the other side takes no telephone-events");
        }
        keys.press(pressed, pressMillis, gapMillis);
        try {
            long boundMillis = 5_000L + (long) pressed.length() * (pressMillis + gapMillis + 60);
            if (!keys.awaitIdle(boundMillis)) {
                throw new IllegalStateException("keys not sent within " + boundMillis + " ms");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    public long sent() {
        return sent;
    }

    /// Writes that failed, as to a port that is closed.
    public long sendFailures() {
        return sendFailures;
    }

    /// Sends the frame due now. `packet` is the speaking thread's own buffer.
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer: the speaking thread
    void speak(ByteBuffer packet) {
        timestamp += FRAME_SAMPLES;
        if (!speaking || remote == null) {
            marker = true;
            return;
        }
        Voice saying = voice;
        packet.clear().position(12);
        int eventMarker = keys.step(packet, timestamp);
        boolean event = eventMarker != Keys.NOT_NOW;
        if (!event) {
            saying.next(packet);
        }
        boolean marked = event ? eventMarker == 1 : marker;
        int payloadType = event ? eventPayloadType : saying.law.payloadType();
        packet.put(0, (byte) 0x80)
                .put(1, (byte) ((marked ? 0x80 : 0) | payloadType))
                .putShort(2, ++sequence)
                .putInt(4, event ? keys.startTimestamp() : timestamp)
                .putInt(8, ssrc);
        packet.flip();
        marker = false;
        try {
            channel.write(packet);
            sent++;
        } catch (IOException | java.nio.channels.NotYetConnectedException _) {
            sendFailures++; // the far port is closed, or ours is moving
        }
    }

    /// Drains the socket.
    void listen(ByteBuffer buffer, byte[] packet, long nowNanos) {
        try {
            while (true) {
                buffer.clear();
                int length =
                        channel.isConnected() ? channel.read(buffer) : receiveUnconnected(buffer);
                if (length <= 0) {
                    return;
                }
                buffer.get(0, packet, 0, length);
                ear.onDatagram(packet, length, nowNanos);
            }
        } catch (IOException | java.nio.channels.NotYetConnectedException _) {
            // Closed, or the far port is: the call's signalling says which.
        }
    }

    private int receiveUnconnected(ByteBuffer buffer) throws IOException {
        return channel.receive(buffer) == null ? 0 : buffer.position();
    }

    public void close() {
        station.remove(this);
        MediaStation.closeQuietly(channel);
    }
}
