package antiphon.signaling.jain;

import gov.nist.javax.sip.stack.DatagramQueuedMessageDispatch;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.UDPMessageProcessor;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.util.LinkedList;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The UDP reader. The stack's own keeps 64 KiB per datagram in a queue without end and dies of it;
/// this one copies what was received, keeps at most [#QUEUE_MAX] and survives whatever happens.
/// Reads on its own platform thread; one worker keeps the order of a call's messages.
final class BoundedUdp extends UDPMessageProcessor {
    private static final Logger log = LoggerFactory.getLogger(BoundedUdp.class);

    /// Datagrams waiting for the worker: some 3 s of work. Beyond, every datagram is dropped.
    static final int QUEUE_MAX = 4_000;

    /// From here on new calls are dropped (their callers send again), so that ACK and BYE pass.
    static final int SHED_FROM = 1_000;

    private static final int DATAGRAM_MAX = 65_535;

    private final Intake intake;
    private final LinkedBlockingQueue<DatagramQueuedMessageDispatch> queue;
    private volatile @Nullable Thread reader;
    private @Nullable UdpWorker worker;

    @SuppressWarnings("JdkObsolete") // the stack's field wants a LinkedList
    BoundedUdp(InetAddress address, SIPTransactionStack stack, int port, Intake intake)
            throws IOException {
        super(address, stack, port);
        this.intake = intake;
        this.queue = new LinkedBlockingQueue<>(QUEUE_MAX);
        this.messageQueue = queue;
        this.messageChannels = new LinkedList<>();
    }

    @Override
    public synchronized void start() {
        isRunning = true;
        if (worker == null) worker = new UdpWorker(getSIPStack(), this);
        Thread thread =
                Thread.ofPlatform().daemon().name("sip-udp-reader-" + getPort()).unstarted(this);
        reader = thread;
        thread.start();
    }

    /// Called now and then: a reader that died in spite of everything is started again.
    void keepAlive() {
        Thread thread = reader;
        if (isRunning && thread != null && !thread.isAlive()) {
            log.error("UDP reader of port {} had died; starting it again", getPort());
            start();
        }
    }

    boolean running() {
        return isRunning;
    }

    void workerFailed() {
        intake.counters().stackErrors.increment();
    }

    int queueDepth() {
        return queue.size();
    }

    @Override
    public void run() {
        var packet = new DatagramPacket(new byte[DATAGRAM_MAX], DATAGRAM_MAX);
        while (isRunning) {
            try {
                packet.setLength(DATAGRAM_MAX);
                sock.receive(packet);
                admit(packet, System.nanoTime());
            } catch (IOException e) {
                if (!isRunning) return;
                // ICMP errors of earlier sends come up here too.
                log.debug("UDP receive failed", e);
                if (sock.isClosed()) return;
            } catch (Throwable t) {
                // Also Errors: an OutOfMemoryError must not end the only reader.
                intake.counters().stackErrors.increment();
            }
        }
    }

    private void admit(DatagramPacket packet, long nowNanos) {
        InetAddress source = packet.getAddress();
        int length = packet.getLength();
        byte[] data = packet.getData();
        if (!intake.trusts(source, nowNanos)) {
            if (intake.mayAnswerStranger(nowNanos)) reply(packet, "403 Forbidden");
            return;
        }
        if (length > intake.messageSizeMax) {
            intake.counters().oversize.increment();
            reply(packet, "513 Message Too Large");
            return;
        }
        if (queue.size() >= SHED_FROM
                && length > 3
                && data[0] == 'I'
                && data[1] == 'N'
                && data[2] == 'V') {
            intake.counters().shed.increment();
            return;
        }
        byte[] copy = new byte[length];
        System.arraycopy(data, packet.getOffset(), copy, 0, length);
        var datagram = new DatagramPacket(copy, length, source, packet.getPort());
        if (!queue.offer(new DatagramQueuedMessageDispatch(datagram, System.currentTimeMillis()))) {
            intake.counters().shed.increment();
        }
    }

    private void reply(DatagramPacket packet, String status) {
        byte[] response =
                TextReply.to(
                        packet.getData(),
                        packet.getLength(),
                        packet.getAddress(),
                        packet.getPort(),
                        status);
        if (response == null) return;
        intake.counters().response(status.charAt(0) == '4' ? 400 : 500);
        send(response, packet.getAddress(), packet.getPort());
    }

    /// Sends at once; what the kernel won't take is lost, as on any network.
    void send(byte[] message, InetAddress target, int port) {
        try {
            sock.send(new DatagramPacket(message, message.length, target, port));
        } catch (IOException e) {
            log.debug("UDP send to {} port {} failed", target, port, e);
        }
    }

    @Override
    public void stop() {
        isRunning = false;
        sock.close();
        // The worker waits in take(): anything wakes it, and it sees that it is over.
        queue.clear();
        boolean _ =
                queue.offer(
                        new DatagramQueuedMessageDispatch(new DatagramPacket(new byte[1], 1), 0));
    }
}
