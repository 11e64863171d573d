package antiphon.bench.sip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/// SIP over one UDP socket with a reading thread of its own.
final class UdpWire implements Wire {
    private static final int DATAGRAM_BYTES_MAX = 65_536;

    private final DatagramChannel channel;
    private final InetSocketAddress address;

    UdpWire(InetAddress local, Reader reader) throws IOException {
        channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 22);
        channel.bind(new InetSocketAddress(local, 0));
        address = (InetSocketAddress) channel.getLocalAddress();
        Thread.ofPlatform()
                .daemon()
                .name("phone-sip-" + address.getPort())
                .start(() -> read(reader));
    }

    private void read(Reader reader) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(DATAGRAM_BYTES_MAX);
        byte[] data = new byte[DATAGRAM_BYTES_MAX];
        while (channel.isOpen()) {
            try {
                buffer.clear();
                InetSocketAddress source = (InetSocketAddress) channel.receive(buffer);
                int length = buffer.flip().remaining();
                buffer.get(data, 0, length);
                reader.onMessage(data, length, source);
            } catch (IOException e) {
                if (channel.isOpen()) {
                    throw new UncheckedIOException("phone hears no SIP any more", e);
                }
            }
        }
    }

    @Override
    public void send(byte[] message, InetSocketAddress target) throws IOException {
        channel.send(ByteBuffer.wrap(message), target);
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public String protocol() {
        return "UDP";
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // Nothing is lost with it.
        }
    }
}
