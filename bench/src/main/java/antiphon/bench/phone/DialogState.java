package antiphon.bench.phone;

import static java.nio.charset.StandardCharsets.UTF_8;

import antiphon.bench.sip.SipMessage;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Who talks to whom (RFC 3261 §12), and the text of requests between them. Safe for any thread.
final class DialogState {
    private final Phone phone;
    private final String callId;
    private final String localTag;
    private final String localUri;
    private final String remoteUri;
    private final AtomicInteger cseq = new AtomicInteger(1);
    private volatile String user;
    private volatile String remoteTag = "";
    private volatile String remoteTarget;
    private volatile List<String> routes = List.of();

    DialogState(
            Phone phone,
            String user,
            String callId,
            String localTag,
            String localUri,
            String remoteUri) {
        this.phone = phone;
        this.user = user;
        this.callId = callId;
        this.localTag = localTag;
        this.localUri = localUri;
        this.remoteUri = remoteUri;
        this.remoteTarget = remoteUri;
    }

    String callId() {
        return callId;
    }

    String localTag() {
        return localTag;
    }

    String remoteUri() {
        return remoteUri;
    }

    boolean isEstablished() {
        return !remoteTag.isEmpty();
    }

    int cseq() {
        return cseq.get();
    }

    int nextCseq() {
        return cseq.incrementAndGet();
    }

    void user(String newUser) {
        user = newUser;
    }

    /// Takes the other side's tag, target and route from what it sent; `recordRoutes` in the order
    /// to be used.
    void establish(String tag, SipMessage message, List<String> recordRoutes) {
        remoteTag = tag;
        remoteTarget = SipMessage.uri(message.header("contact"));
        routes = recordRoutes;
    }

    boolean owns(SipMessage request) {
        return request.toTag().equals(localTag)
                && (remoteTag.isEmpty() || request.fromTag().equals(remoteTag));
    }

    InetSocketAddress nextHop() {
        return SipUri.address(routes.isEmpty() ? remoteTarget : SipMessage.uri(routes.getFirst()));
    }

    String contactLine() {
        return "Contact: <%s>\r\n".formatted(phone.contact(user));
    }

    /// Contact, type, length and body of a response.
    String bodyLines(String sdp) {
        return contactLine()
                + "Content-Type: application/sdp\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(sdp.getBytes(UTF_8).length, sdp);
    }

    String request(
            String method,
            String branch,
            int number,
            String headers,
            String contentType,
            String body) {
        StringBuilder text = new StringBuilder("%s %s SIP/2.0\r\n".formatted(method, remoteTarget));
        text.append("Via: %s;rport;branch=%s\r\n".formatted(phone.via(), branch));
        text.append("Max-Forwards: 70\r\n");
        routes.forEach(route -> text.append("Route: ").append(route).append("\r\n"));
        text.append("From: <%s>;tag=%s\r\n".formatted(localUri, localTag));
        String tag = remoteTag.isEmpty() ? "" : ";tag=" + remoteTag;
        text.append("To: <%s>%s\r\n".formatted(remoteUri, tag));
        text.append("Call-ID: %s\r\nCSeq: %d %s\r\n".formatted(callId, number, method));
        text.append(contactLine()).append(headers);
        if (!body.isEmpty()) {
            text.append("Content-Type: ").append(contentType).append("\r\n");
        }
        return text.append(
                        "Content-Length: %d\r\n\r\n%s".formatted(body.getBytes(UTF_8).length, body))
                .toString();
    }

    /// RFC 3261 §17.1.1.3: the INVITE's target and branch, the response's To.
    String negativeAck(String uri, SipMessage response) {
        return hopByHop(
                "ACK",
                uri,
                response.branch(),
                response.header("from"),
                response.header("to"),
                response.cseq());
    }

    /// RFC 3261 §9.1: all as in the INVITE.
    String cancel(String branch) {
        return hopByHop(
                "CANCEL",
                remoteUri,
                branch,
                "<%s>;tag=%s".formatted(localUri, localTag),
                "<%s>".formatted(remoteUri),
                cseq());
    }

    private String hopByHop(
            String method, String uri, String branch, String from, String to, int number) {
        return """
        %1$s %2$s SIP/2.0
        Via: %3$s;rport;branch=%4$s
        Max-Forwards: 70
        From: %5$s
        To: %6$s
        Call-ID: %7$s
        CSeq: %8$d %1$s
        Content-Length: 0

        """
                .formatted(method, uri, phone.via(), branch, from, to, callId, number)
                .replace("\n", "\r\n");
    }
}
