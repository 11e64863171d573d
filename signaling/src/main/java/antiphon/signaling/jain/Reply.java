package antiphon.signaling.jain;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import java.io.IOException;
import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where responses to one request go (RFC 3261 §18.2.2, RFC 3581 §4), without a transaction.
sealed interface Reply {

    void send(SIPResponse response);

    static Reply to(SIPRequest request, BoundedUdp udp) {
        MessageChannel channel = (MessageChannel) request.getMessageChannel();
        if (channel.isReliable()) return new Stream(channel);
        Via via = request.getTopmostVia();
        int port = via.hasParameter(Via.RPORT) ? request.getPeerPacketSourcePort() : via.getPort();
        return new Datagram(udp, request.getPeerPacketSourceAddress(), port > 0 ? port : 5060);
    }

    record Datagram(BoundedUdp udp, InetAddress address, int port) implements Reply {
        @Override
        public void send(SIPResponse response) {
            udp.send(response.encodeAsBytes("udp"), address, port);
        }
    }

    record Stream(MessageChannel channel) implements Reply {
        private static final Logger log = LoggerFactory.getLogger(Reply.class);

        @Override
        public void send(SIPResponse response) {
            // A closed connection is not opened again for a response: that would block.
            if (channel instanceof TcpConnection connection && !connection.open()) return;
            try {
                channel.sendMessage(response);
            } catch (IOException e) {
                log.debug("TCP response to {} failed", channel.getPeerAddress(), e);
            }
        }
    }
}
