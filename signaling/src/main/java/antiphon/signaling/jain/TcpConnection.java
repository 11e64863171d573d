package antiphon.signaling.jain;

import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.CallID;
import gov.nist.javax.sip.header.ContentLength;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.RequestLine;
import gov.nist.javax.sip.header.StatusLine;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.stack.NioTcpMessageChannel;
import gov.nist.javax.sip.stack.NioTcpMessageProcessor;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.text.ParseException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A TCP connection. The stack's own framing believes any Content-Length and hands messages to
/// several threads; ours bounds them and keeps their order. Read by the selector thread.
final class TcpConnection extends NioTcpMessageChannel {
    private static final Logger log = LoggerFactory.getLogger(TcpConnection.class);

    private static final Set<Class<?>> MANDATORY =
            Set.of(
                    From.class,
                    To.class,
                    CSeq.class,
                    Via.class,
                    CallID.class,
                    ContentLength.class,
                    RequestLine.class,
                    StatusLine.class);

    private static final String BAD_REQUEST = "400 Bad Request";

    private final Intake intake;
    private final StreamFramer framer;
    private final MessageParser parser;

    /// When the message that is still incomplete began; 0 while there is none.
    private volatile long partialSinceNanos;

    TcpConnection(BoundedTcp processor, SocketChannel socket, Intake intake) throws IOException {
        super(processor, socket);
        this.messageProcessor = processor;
        this.intake = intake;
        this.framer = new StreamFramer(intake.messageSizeMax);
        this.parser =
                processor
                        .getSIPStack()
                        .getMessageParserFactory()
                        .createMessageParser(processor.getSIPStack());
    }

    @Override
    public void readChannel() {
        try {
            super.readChannel();
        } catch (Throwable t) {
            // The selector thread serves all connections: only this one may suffer.
            intake.counters().stackErrors.increment();
            close();
        }
    }

    @Override
    protected void addBytes(byte[] bytes) throws IOException {
        framer.add(bytes);
        for (StreamFramer.Frame frame = framer.next(); frame != null; frame = framer.next()) {
            switch (frame) {
                case StreamFramer.Frame.Message message -> message(message.bytes());
                case StreamFramer.Frame.TooLong tooLong -> {
                    intake.counters().oversize.increment();
                    refuse(tooLong.header(), "513 Message Too Large");
                }
                case StreamFramer.Frame.Ping() -> pong();
                case StreamFramer.Frame.Broken(String reason) -> {
                    intake.counters().oversize.increment();
                    throw new IOException(reason);
                }
            }
        }
        if (!framer.partial()) partialSinceNanos = 0;
        else if (partialSinceNanos == 0) partialSinceNanos = System.nanoTime();
    }

    private void message(byte[] bytes) {
        try {
            SIPMessage message = parser.parseSIPMessage(bytes, true, false, this);
            if (message == null) return;
            if (message instanceof SIPRequest request
                    && !request.getMethod().equals(request.getCSeq().getMethod())) {
                refuse(bytes, BAD_REQUEST);
                return;
            }
            processMessage(message);
        } catch (ParseException _) {
            refuse(bytes, BAD_REQUEST);
        } catch (Exception e) {
            intake.counters().stackErrors.increment();
            log.debug("TCP message of {} failed", getPeerAddress(), e);
        }
    }

    private void refuse(byte[] message, String status) {
        byte[] response = TextReply.to(message, message.length, peerAddress, peerPort, status);
        if (response == null) return;
        intake.counters().response(status.equals(BAD_REQUEST) ? 400 : 513);
        write(response);
    }

    // The stack would look its connection up in a table, miss it there, open another one and lose
    // the
    // message on the way: whatever is sent on a connection goes out on that connection.

    @Override
    protected void sendMessage(byte[] message, boolean isClient) throws IOException {
        send(message);
    }

    @Override
    public void sendMessage(byte[] message, InetAddress receiver, int port, boolean retry)
            throws IOException {
        send(message);
    }

    @Override
    public void sendTCPMessage(byte[] message, InetAddress receiver, int port, boolean retry)
            throws IOException {
        send(message);
    }

    private void send(byte[] message) throws IOException {
        if (!open()) throw new IOException("the connection to " + getPeerAddress() + " is closed");
        ((NioTcpMessageProcessor) messageProcessor).send(socketChannel, message);
    }

    /// Only what no message can do without is an error; other headers are left aside.
    @Override
    @SuppressWarnings("rawtypes") // the interface is older than generics
    public void handleException(
            ParseException failure, SIPMessage message, Class header, String line, String text)
            throws ParseException {
        if (header != null && MANDATORY.contains(header)) throw failure;
        message.addUnparsed(line);
    }

    /// RFC 5626 §4.4.1.
    private void pong() {
        write(new byte[] {'\r', '\n'});
    }

    private void write(byte[] bytes) {
        try {
            if (open()) send(bytes);
        } catch (IOException e) {
            log.debug("TCP send to {} failed", getPeerAddress(), e);
        }
    }

    boolean open() {
        return socketChannel != null && socketChannel.isOpen() && socketChannel.isConnected();
    }

    /// Closes a connection whose message does not come to its end (slow loris).
    boolean closeIfStalled(long nowNanos, long limitNanos) {
        if (!open()) return true;
        long since = partialSinceNanos;
        if (since == 0 || nowNanos - since < limitNanos) return false;
        log.debug("closing TCP connection of {}: a message did not end", getPeerAddress());
        close();
        return true;
    }
}
