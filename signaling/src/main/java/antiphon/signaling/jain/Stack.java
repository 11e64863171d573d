package antiphon.signaling.jain;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.stack.SIPMessageValve;
import gov.nist.javax.sip.stack.SIPTransaction;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sip.PeerUnavailableException;
import org.jspecify.annotations.Nullable;

/// JAIN-SIP with our settings and our parts. Transactions only: dialogs are [Leg]s.
final class Stack extends SipStackImpl {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final int SOCKET_BUFFER_BYTES = 1_048_576;

    /// The stack's event thread waits where its own stop() does not reach it.
    private final @Nullable Thread scanner;

    Stack(Transports transports, StrictParsers parsers) throws PeerUnavailableException {
        super(properties());
        messageProcessorFactory = transports;
        messageParserFactory = parsers;
        scanner = eventScanner();
    }

    void add(SIPMessageValve valve) {
        sipMessageValves.add(valve);
    }

    @Nullable SIPTransaction serverTransaction(SIPMessage message) {
        return findTransaction(message.getTransactionId(), true);
    }

    @Nullable SIPTransaction clientTransaction(SIPMessage message) {
        return findTransaction(message.getTransactionId(), false);
    }

    int serverTransactions() {
        return serverTransactionTable.size();
    }

    int clientTransactions() {
        return clientTransactionTable.size();
    }

    @Override
    public void stop() {
        super.stop();
        if (scanner != null) scanner.interrupt();
    }

    private static Properties properties() {
        var p = new Properties();
        String gov = "gov.nist.javax.sip.";
        p.setProperty("javax.sip.STACK_NAME", "antiphon-" + NUMBER.incrementAndGet());
        p.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
        p.setProperty("javax.sip.ROUTER_PATH", HopRouter.class.getName());
        p.setProperty(gov + "AUTOMATIC_DIALOG_ERROR_HANDLING", "false");
        p.setProperty(gov + "STACK_LOGGER", QuietStackLogger.class.getName());
        p.setProperty(gov + "SERVER_LOGGER", QuietServerLogger.class.getName());
        p.setProperty(gov + "REENTRANT_LISTENER", "true");
        // One worker keeps the order of a call's messages; it does well over 1,500 calls a second.
        p.setProperty(gov + "THREAD_POOL_SIZE", "1");
        p.setProperty(gov + "RECEIVE_UDP_BUFFER_SIZE", Integer.toString(SOCKET_BUFFER_BYTES));
        p.setProperty(gov + "SEND_UDP_BUFFER_SIZE", Integer.toString(SOCKET_BUFFER_BYTES));
        // Its auditor would hold the queue that we replace.
        p.setProperty(gov + "CONGESTION_CONTROL_TIMEOUT", "0");
        p.setProperty(gov + "TIMER_CLASS_NAME", StackTimer.class.getName());
        p.setProperty(gov + "LINGER_TIMER", "1");
        p.setProperty(gov + "RELEASE_REFERENCES_STRATEGY", "Normal");
        p.setProperty(gov + "DELIVER_UNSOLICITED_NOTIFY", "true");
        p.setProperty(gov + "IS_BACK_TO_BACK_USER_AGENT", "false");
        p.setProperty(gov + "MIN_KEEPALIVE_TIME_SECONDS", "1");
        p.setProperty(gov + "NIO_BLOCKING_MODE", "BLOCKING");
        p.setProperty(gov + "CONNECTION_TIMEOUT", "3000");
        p.setProperty(gov + "stack.USE_DIRECT_BUFFERS", "false");
        p.setProperty(gov + "PASS_INVITE_NON_2XX_ACK_TO_LISTENER", "false");
        p.setProperty(gov + "THREAD_PRIORITY", Integer.toString(Thread.NORM_PRIORITY + 2));
        return p;
    }

    /// The youngest thread of that name: stacks are made one at a time (see [SipEndpoint]).
    private static @Nullable Thread eventScanner() {
        Thread[] threads = new Thread[Thread.activeCount() + 64];
        int count = Thread.enumerate(threads);
        Thread youngest = null;
        for (int i = 0; i < count; i++) {
            Thread thread = threads[i];
            if (thread.getName().equals("EventScannerThread")
                    && (youngest == null || thread.threadId() > youngest.threadId())) {
                youngest = thread;
            }
        }
        return youngest;
    }
}
