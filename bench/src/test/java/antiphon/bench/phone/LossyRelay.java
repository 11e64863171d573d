package antiphon.bench.phone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Random;

/// Forwards datagrams of one direction and drops a share of them, by a seed.
final class LossyRelay implements AutoCloseable {
    private final DatagramChannel channel;
    private final InetSocketAddress target;
    private volatile int dropped;

    LossyRelay(InetSocketAddress target, double loss, long seed) throws IOException {
        this.target = target;
        channel =
                DatagramChannel.open()
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Random random = new Random(seed);
        Thread.ofPlatform().daemon().start(() -> relay(random, loss));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void relay(Random random, double loss) {
        ByteBuffer buffer = ByteBuffer.allocate(2_048);
        try {
            while (true) {
                channel.receive(buffer.clear());
                buffer.flip();
                if (random.nextDouble() < loss) {
                    dropped++;
                } else {
                    channel.send(buffer, target);
                }
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    int port() throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    int dropped() {
        return dropped;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
