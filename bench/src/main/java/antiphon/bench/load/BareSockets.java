package antiphon.bench.load;

import antiphon.bench.rtp.MediaStation;
import antiphon.bench.rtp.RtpLeg;
import antiphon.bench.sound.Law;
import antiphon.bench.sound.Sound;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// What the sockets alone cost on this machine, now: a thread that only reads each packet and sends
/// it back, with as many calls as the server had. Nothing that answers RTP in Java on connected
/// channels can be cheaper.
final class BareSockets {
    private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private BareSockets() {}

    /// CPU milliseconds of the echoing thread per call-second.
    static double cpuMillisPerCallSecond(int calls, Duration length) {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        List<RtpLeg> legs = new ArrayList<>();
        List<DatagramChannel> channels = new ArrayList<>();
        try (MediaStation station = new MediaStation()) {
            for (int i = 0; i < calls; i++) {
                RtpLeg leg = station.open(loopback, Duration.ZERO);
                DatagramChannel channel = DatagramChannel.open();
                channels.add(channel);
                legs.add(leg);
                channel.bind(new InetSocketAddress(loopback, 0)).connect(leg.address());
                channel.configureBlocking(false);
                leg.connect((InetSocketAddress) channel.getLocalAddress(), -1);
                leg.say(Sound.tone(440), Law.PCMU);
                leg.speaking(true);
            }
            echo(channels, Duration.ofSeconds(1)); // compiled before it counts
            long before = cpuNanos();
            echo(channels, length);
            return (cpuNanos() - before) / 1e6 / (calls * (length.toMillis() / 1e3));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            legs.forEach(RtpLeg::close);
            channels.forEach(BareSockets::close);
        }
    }

    private static void echo(List<DatagramChannel> channels, Duration length) throws IOException {
        DatagramChannel[] sweep = channels.toArray(DatagramChannel[]::new);
        ByteBuffer packet = ByteBuffer.allocateDirect(2_048);
        long deadline = System.nanoTime();
        long end = deadline + length.toNanos();
        while (deadline < end) {
            deadline += SWEEP_NANOS;
            for (DatagramChannel channel : sweep) {
                packet.clear();
                if (channel.read(packet) > 0) {
                    channel.write(packet.flip());
                }
            }
            LockSupport.parkNanos(deadline - System.nanoTime());
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void close(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // Nothing is lost with it.
        }
    }
}
