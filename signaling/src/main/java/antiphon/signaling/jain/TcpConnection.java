package antiphon.signaling.jain;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.stack.NioTcpMessageChannel;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.text.ParseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An accepted TCP connection. The stack's own framing believes any Content-Length and hands
/// messages to several threads; ours bounds them and keeps their order. Read by the selector
/// thread.
final class TcpConnection extends NioTcpMessageChannel {
    private static final Logger log = LoggerFactory.getLogger(TcpConnection.class);

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
                refuse(bytes);
                return;
            }
            processMessage(message);
        } catch (ParseException _) {
            refuse(bytes);
        } catch (Exception e) {
            intake.counters().stackErrors.increment();
            log.debug("TCP message of {} failed", getPeerAddress(), e);
        }
    }

    private void refuse(byte[] message) {
        byte[] response =
                TextReply.to(message, message.length, peerAddress, peerPort, "400 Bad Request");
        if (response == null) return;
        intake.counters().response(400);
        write(response);
    }

    /// RFC 5626 §4.4.1.
    private void pong() {
        write(new byte[] {'\r', '\n'});
    }

    private void write(byte[] bytes) {
        try {
            if (open()) sendMessage(bytes, false);
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
