package antiphon.signaling.jain;

import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.UDPMessageChannel;

/// The one thread that parses datagrams and hands them on. The stack's own thread ends on an Error;
/// this one goes on with the next datagram.
final class UdpWorker extends UDPMessageChannel {

    /// Starts its thread: nothing of this class may be initialised here, it would come too late.
    UdpWorker(SIPTransactionStack stack, BoundedUdp processor) {
        super(stack, processor, "sip-udp-worker-" + processor.getPort());
    }

    @Override
    public void run() {
        BoundedUdp processor = (BoundedUdp) messageProcessor;
        while (true) {
            try {
                super.run();
                return;
            } catch (Throwable t) {
                if (!processor.running()) return;
                processor.workerFailed();
            }
        }
    }
}
