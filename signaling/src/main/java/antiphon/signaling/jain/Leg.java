package antiphon.signaling.jain;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.net.InetAddress;
import java.util.Map;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Our end of one dialog that an INVITE began (RFC 3261 §12). The stack's own dialogs are not used:
/// they lose an ACK that is faster than they are, and refuse the second branch of a fork.
/// Everything happens in its [SerialQueue]; only what says so may be called from elsewhere.
public final class Leg {
    private static final Logger log = LoggerFactory.getLogger(Leg.class);

    /// Messages of one dialog waiting at once; a peer that sends more is not a phone.
    private static final int WAITING_MAX = 100;

    private final Endpoint endpoint;
    private final SerialQueue queue;
    private final String localTag;
    private final String dialogKey;
    private final String inviteKey;
    private final InetAddress localAddress;
    private final Dialog dialog;
    private final SIPRequest invite;
    private @Nullable ServerTransaction transaction;
    private @Nullable LegListener listener;
    private State state = State.RINGING;
    private @Nullable Unacknowledged unacknowledged;
    private @Nullable SIPRequest pendingReinvite;
    private boolean byeAfterAck;

    /// Read by the SIP thread that makes the leg known: it may be over by then.
    private volatile boolean gone;

    private enum State {
        RINGING,
        ANSWERED,
        OVER
    }

    Leg(Endpoint endpoint, SIPRequest invite, String localTag, InetAddress localAddress) {
        this.endpoint = endpoint;
        this.invite = invite;
        this.localTag = localTag;
        this.localAddress = localAddress;
        this.dialogKey =
                Legs.dialogKey(invite.getCallId().getCallId(), localTag, invite.getFromTag());
        this.inviteKey = Legs.inviteKey(invite);
        this.queue = new SerialQueue("sip-" + invite.getCallId().getCallId());
        this.dialog = new Dialog(invite, localTag);
    }

    /// The transaction of the INVITE; set before anything is posted.
    void begin(ServerTransaction inviteTransaction) {
        this.transaction = inviteTransaction;
    }

    /// Safe for any thread.
    public SerialQueue queue() {
        return queue;
    }

    /// Our address as the peer sees it. Safe for any thread.
    public InetAddress localAddress() {
        return localAddress;
    }

    /// The address that another of the peer's addresses sees. Asks the kernel, sends nothing.
    public InetAddress localAddressTowards(InetAddress peer) {
        return endpoint.localAddressTowards(peer);
    }

    String localTag() {
        return localTag;
    }

    String dialogKey() {
        return dialogKey;
    }

    String inviteKey() {
        return inviteKey;
    }

    void listener(LegListener listener) {
        this.listener = listener;
    }

    // ---- What the peer does; called on SIP threads ----

    void acknowledged(SIPRequest ack) {
        post(() -> onAcknowledged(ack));
    }

    void cancel() {
        post(this::onCancel);
    }

    void repeatAnswer() {
        post(() -> {
            if (unacknowledged != null) unacknowledged.repeat();
        });
    }

    /// A request that has a transaction: BYE, INFO, INVITE.
    void request(SIPRequest request, ServerTransaction transaction) {
        if (queue.depth() >= WAITING_MAX) {
            // A transaction without answer would stay for ever.
            respond(transaction, Messages.response(request, 503, "Too Many Requests", localTag));
            return;
        }
        queue.post(() -> {
            try {
                onRequest(request, transaction);
            } catch (RuntimeException e) {
                log.error("{} failed", request.getMethod(), e);
                respond(
                        transaction,
                        Messages.response(request, 500, "Server Internal Error", localTag));
            }
        });
    }

    private void post(Runnable task) {
        // A full queue drops, as a full network would: the peer sends again or gives up.
        if (queue.depth() < WAITING_MAX) queue.post(task);
    }

    // ---- The same in the queue ----

    private void onAcknowledged(SIPRequest ack) {
        Unacknowledged waiting = unacknowledged;
        if (waiting == null || waiting.sequenceNumber() != ack.getCSeq().getSeqNumber()) return;
        waiting.stop();
        unacknowledged = null;
        if (state != State.ANSWERED) return;
        if (byeAfterAck) {
            sendBye();
        } else if (listener != null) {
            listener.acknowledged(Invitations.offer(ack));
        }
    }

    private void onUnacknowledged() {
        unacknowledged = null;
        if (state != State.ANSWERED) return;
        boolean known = byeAfterAck;
        sendBye();
        if (!known && listener != null) listener.unacknowledged();
    }

    private void onCancel() {
        // RFC 3261 §9.2: no effect once we have answered.
        if (state != State.RINGING) return;
        respond(transaction, Messages.response(invite, 487, "Request Terminated", localTag));
        over();
        if (listener != null) listener.cancelled();
    }

    private void onRequest(SIPRequest request, ServerTransaction transaction) {
        String method = request.getMethod();
        if (state == State.OVER && !(method.equals("BYE") && byeAfterAck)) {
            respond(
                    transaction,
                    Messages.response(request, 481, "Call/Transaction Does Not Exist", localTag));
            return;
        }
        if (!dialog.inOrder(request)) {
            // RFC 3261 §12.2.2.
            SIPResponse response = Messages.response(request, 500, "CSeq Out of Order", localTag);
            respond(transaction, response);
            return;
        }
        switch (method) {
            case "BYE" -> onBye(request, transaction);
            case "INFO" -> onInfo(request, transaction);
            default -> onReinvite(request, transaction);
        }
    }

    private void onBye(SIPRequest request, ServerTransaction byeTransaction) {
        respond(byeTransaction, Messages.response(request, 200, "OK", localTag));
        if (state == State.OVER) return;
        if (state == State.RINGING) {
            // RFC 3261 §15.1.2: what was pending is answered as well.
            respond(transaction, Messages.response(invite, 487, "Request Terminated", localTag));
        }
        over();
        if (listener != null) listener.ended();
    }

    private void onInfo(SIPRequest request, ServerTransaction infoTransaction) {
        byte[] content = request.getRawContent();
        if (content == null || content.length == 0) {
            respond(infoTransaction, Messages.response(request, 200, "OK", localTag));
            return;
        }
        String type =
                request.getContentTypeHeader() == null ? "" : Invitations.contentType(request);
        InfoDigit digit = InfoDigit.of(type, content);
        if (!digit.understood()) {
            SIPResponse response =
                    Messages.response(request, 415, "Unsupported Media Type", localTag);
            Messages.set(response, "Accept", Methods.ACCEPT_INFO);
            respond(infoTransaction, response);
            return;
        }
        respond(infoTransaction, Messages.response(request, 200, "OK", localTag));
        if (digit.key() != 0 && listener != null) listener.digit(digit.key());
    }

    private void onReinvite(SIPRequest request, ServerTransaction reinviteTransaction) {
        if (state != State.ANSWERED || pendingReinvite != null) {
            // RFC 3261 §14.2: the one before has no final response yet.
            SIPResponse response =
                    Messages.response(request, 500, "Another INVITE Is Pending", localTag);
            Messages.set(response, "Retry-After", Integer.toString(endpoint.random(10)));
            respond(reinviteTransaction, response);
            return;
        }
        dialog.refreshTarget(request);
        pendingReinvite = request;
        if (listener != null) {
            listener.reinvited(
                    new Reinvite(reinviteTransaction, request, Invitations.offer(request)));
        }
    }

    // ---- What we do; in the queue ----

    /// Whether the INVITE still waits for a final response.
    public boolean ringing() {
        return state == State.RINGING;
    }

    /// 200 to the INVITE.
    public void accept(String description) {
        if (state != State.RINGING) return;
        state = State.ANSWERED;
        answer(transaction, invite, description);
    }

    /// 200 to a re-INVITE.
    public void accept(Reinvite reinvite, String description) {
        pendingReinvite = null;
        if (state == State.ANSWERED) answer(reinvite.transaction, reinvite.request, description);
    }

    /// The call goes on as it was.
    ///
    /// @param warning for the Warning header, or null
    public void refuse(Reinvite reinvite, int status, String reason, @Nullable String warning) {
        pendingReinvite = null;
        SIPResponse response = Messages.response(reinvite.request, status, reason, localTag);
        if (warning != null) Messages.set(response, "Warning", warning);
        respond(reinvite.transaction, response);
    }

    /// Refuses the INVITE; the leg is over.
    ///
    /// @param headers added to the response
    public void reject(int status, String reason, Map<String, String> headers) {
        if (state != State.RINGING) return;
        SIPResponse response = Messages.response(invite, status, reason, localTag);
        headers.forEach((name, value) -> Messages.set(response, name, value));
        respond(transaction, response);
        over();
    }

    /// Ends an answered call. RFC 3261 §15: not before the ACK has come or will never come.
    public void bye() {
        if (state != State.ANSWERED || byeAfterAck) return;
        if (unacknowledged != null) byeAfterAck = true;
        else sendBye();
    }

    /// What stands between quotes in a Warning header.
    public String warning(int code, String text) {
        return code
                + " "
                + Messages.host(localAddress)
                + ":"
                + endpoint.port()
                + " \""
                + text
                + "\"";
    }

    private void answer(
            @Nullable ServerTransaction target, SIPRequest request, String description) {
        SIPResponse response = Messages.response(request, 200, "OK", localTag);
        Messages.set(response, "Contact", "<" + contact() + ">");
        Messages.set(response, "Allow", Methods.ALLOW);
        Messages.set(response, "Supported", "");
        Messages.body(response, description, "application/sdp");
        if (unacknowledged != null) unacknowledged.stop();
        // Before sending: the ACK may be faster than the return of the call.
        unacknowledged =
                new Unacknowledged(
                        endpoint,
                        queue,
                        response,
                        Reply.to(request, endpoint.udp()),
                        this::onUnacknowledged);
        respond(target, response);
    }

    private String contact() {
        String transport = endpoint.reliable(invite) ? ";transport=tcp" : "";
        return "sip:" + Messages.host(localAddress) + ":" + endpoint.port() + transport;
    }

    boolean gone() {
        return gone;
    }

    private void sendBye() {
        byeAfterAck = true;
        state = State.OVER;
        stopWaiting();
        endpoint.legs().forgetLeg(this);
        endpoint.retire(inviteKey);
        // The dialog is kept until the BYE is answered, for a BYE of the peer that crosses ours.
        endpoint.sendBye(
                this,
                dialog.request("BYE", localAddress, endpoint),
                invite.getPeerPacketSourceAddress());
    }

    private void over() {
        state = State.OVER;
        gone = true;
        stopWaiting();
        endpoint.legs().removeDialog(this);
        endpoint.legs().forgetLeg(this);
        endpoint.retire(inviteKey);
    }

    private void stopWaiting() {
        if (unacknowledged != null) unacknowledged.stop();
        unacknowledged = null;
    }

    void respond(@Nullable ServerTransaction target, SIPResponse response) {
        if (target == null) return;
        try {
            endpoint.counters().response(response.getStatusCode());
            target.sendResponse(response);
        } catch (SipException | InvalidArgumentException | RuntimeException e) {
            // The peer's connection or the transaction is gone; timers do the rest.
            log.debug("response {} could not be sent", response.getStatusCode(), e);
        }
    }
}
