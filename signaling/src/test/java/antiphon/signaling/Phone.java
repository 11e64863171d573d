package antiphon.signaling;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One call of a phone that types its messages: every odd case can be written as it comes on the
/// wire. Keeps tags, Call-ID and CSeq.
final class Phone implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    final Wire wire;
    final InetSocketAddress server;
    String callId = UUID.randomUUID() + "@test";
    String fromTag = "f" + NUMBER.incrementAndGet();
    String toTag = "";
    String user = "main";
    int cseq = 1;
    String branch = newBranch();
    private final List<String> seen = new ArrayList<>();

    Phone(Wire wire, InetSocketAddress server) {
        this.wire = wire;
        this.server = server;
    }

    static Phone udp(int serverPort) {
        var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
        return new Phone(Wire.udp(InetAddress.getLoopbackAddress(), server), server);
    }

    static Phone tcp(int serverPort) {
        var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
        return new Phone(Wire.tcp(server), server);
    }

    static String newBranch() {
        return "z9hG4bK" + UUID.randomUUID();
    }

    String via() {
        return "SIP/2.0/"
                + wire.transport()
                + " 127.0.0.1:"
                + wire.port()
                + ";rport;branch="
                + branch;
    }

    String contact() {
        return "<sip:phone@127.0.0.1:"
                + wire.port()
                + (wire.transport().equals("TCP") ? ";transport=tcp" : "")
                + ">";
    }

    /// A whole request; `headers` are lines with CRLF.
    String request(String method, String uri, String headers, String body) {
        return method
                + " "
                + uri
                + " SIP/2.0\r\n"
                + "Via: "
                + via()
                + "\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: \"Ann\" <sip:1002@pbx>;tag="
                + fromTag
                + "\r\n"
                + "To: <sip:"
                + user
                + "@pbx>"
                + (toTag.isEmpty() ? "" : ";tag=" + toTag)
                + "\r\n"
                + "Call-ID: "
                + callId
                + "\r\n"
                + "CSeq: "
                + cseq
                + " "
                + method
                + "\r\n"
                + headers
                + (body.isEmpty() || headers.contains("Content-Type:")
                        ? ""
                        : "Content-Type: application/sdp\r\n")
                + "Content-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    String uri() {
        return "sip:" + user + "@127.0.0.1:" + server.getPort();
    }

    String invite(String headers, String body) {
        return request("INVITE", uri(), "Contact: " + contact() + "\r\n" + headers, body);
    }

    void send(String message) {
        wire.send(message);
    }

    /// INVITE, 200, ACK.
    SipText call(String sdp) {
        send(invite("", sdp));
        SipText ok = expect(200);
        send(ack());
        return ok;
    }

    /// ACK for a 2xx: a new branch, the INVITE's CSeq (RFC 3261 §13.2.2.4).
    String ack() {
        return ack("");
    }

    String ack(String body) {
        String kept = branch;
        branch = newBranch();
        String ack = request("ACK", uri(), "", body);
        branch = kept;
        return ack;
    }

    /// ACK for a refusal: the INVITE's branch (RFC 3261 §17.1.1.3).
    String ackOfRefusal() {
        return request("ACK", uri(), "", "");
    }

    /// The next request in the dialog.
    String next(String method, String headers, String body) {
        cseq++;
        branch = newBranch();
        return request(method, uri(), headers, body);
    }

    String reinvite(String body) {
        return next("INVITE", "Contact: " + contact() + "\r\n", body);
    }

    String cancel() {
        return "CANCEL "
                + uri()
                + " SIP/2.0\r\n"
                + "Via: "
                + via()
                + "\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: \"Ann\" <sip:1002@pbx>;tag="
                + fromTag
                + "\r\n"
                + "To: <sip:"
                + user
                + "@pbx>\r\n"
                + "Call-ID: "
                + callId
                + "\r\n"
                + "CSeq: "
                + cseq
                + " CANCEL\r\n"
                + "Content-Length: 0\r\n\r\n";
    }

    /// Waits for a response with that status; others of this phone are skipped.
    SipText expect(int status) {
        return expectWithin(status, PATIENCE);
    }

    SipText expectWithin(int status, Duration limit) {
        SipText found = await(m -> m.status() == status, limit);
        if (found == null) throw new AssertionError("no " + status + " came, but " + seen);
        return learnTag(found);
    }

    SipText expect(int status, String method) {
        SipText found = await(m -> m.status() == status && m.method().equals(method), PATIENCE);
        if (found == null)
            throw new AssertionError("no " + status + " " + method + " came, but " + seen);
        return learnTag(found);
    }

    private SipText learnTag(SipText found) {
        if (found.status() >= 101 && found.method().equals("INVITE") && !found.toTag().isEmpty()) {
            toTag = found.toTag();
        }
        return found;
    }

    SipText expectRequest(String method) {
        SipText found = await(m -> !m.response() && m.method().equals(method), PATIENCE);
        if (found == null) throw new AssertionError("no " + method + " came, but " + seen);
        return found;
    }

    /// 200 to a request of the server.
    void ok(SipText request) {
        var response = new StringBuilder("SIP/2.0 200 OK\r\n");
        for (String via : request.all("Via")) response.append("Via: ").append(via).append("\r\n");
        for (String name : List.of("From", "To", "Call-ID", "CSeq")) {
            response.append(name).append(": ").append(request.header(name)).append("\r\n");
        }
        send(response + "Content-Length: 0\r\n\r\n");
    }

    @Nullable SipText await(java.util.function.Predicate<SipText> wanted, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            long left = deadline - System.nanoTime();
            String raw = left <= 0 ? null : wire.receive(Duration.ofNanos(left));
            if (raw == null) return null;
            SipText message = SipText.parse(raw);
            seen.add(message.startLine() + " (" + message.header("CSeq") + ")");
            if (wanted.test(message)) return message;
        }
    }

    /// Fails if such a message comes within the limit.
    void expectNone(java.util.function.Predicate<SipText> unwanted, Duration limit) {
        SipText found = await(unwanted, limit);
        if (found != null) throw new AssertionError("unexpected " + found.startLine());
    }

    @Override
    public void close() {
        wire.close();
    }

    static String sdp(String... lines) {
        return "v=0\r\no=phone 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                + String.join("\r\n", lines)
                + "\r\n";
    }

    static final String OFFER =
            sdp(
                    "m=audio 40000 RTP/AVP 8 0 101",
                    "a=rtpmap:8 PCMA/8000",
                    "a=rtpmap:0 PCMU/8000",
                    "a=rtpmap:101 telephone-event/8000",
                    "a=fmtp:101 0-15");
}
