package antiphon.signaling.jain;

import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.MessageProcessorFactory;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// Makes the readers of our listening points.
final class Transports implements MessageProcessorFactory {
    private final Intake intake;
    private @Nullable BoundedUdp udp;
    private @Nullable BoundedTcp tcp;

    Transports(Intake intake) {
        this.intake = intake;
    }

    @Override
    public MessageProcessor createMessageProcessor(
            SIPTransactionStack stack, InetAddress address, int port, String transport)
            throws IOException {
        if (transport.equalsIgnoreCase("udp")) {
            sendFromListeningSocket(stack);
            udp = new BoundedUdp(address, stack, port, intake);
            return udp;
        }
        if (transport.equalsIgnoreCase("tcp")) {
            tcp = new BoundedTcp(address, stack, port, intake);
            return tcp;
        }
        throw new IllegalArgumentException(
                "transport " + transport + " is not spoken: udp and tcp are");
    }

    BoundedUdp udp() {
        if (udp == null) throw new IllegalStateException("no UDP listening point yet");
        return udp;
    }

    BoundedTcp tcp() {
        if (tcp == null) throw new IllegalStateException("no TCP listening point yet");
        return tcp;
    }

    // Without this package-private flag the stack opens a new socket for each datagram it sends,
    // and
    // answers come from another port than they were asked at. Only its own factories set it.
    private static void sendFromListeningSocket(SIPTransactionStack stack) {
        try {
            Field flag = SIPTransactionStack.class.getDeclaredField("udpFlag");
            flag.setAccessible(true);
            flag.setBoolean(stack, true);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JAIN-SIP has no udpFlag; 1.3.0-91 is needed", e);
        }
    }
}
