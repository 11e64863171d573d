package antiphon.bench.phone;

import static java.nio.charset.StandardCharsets.UTF_8;

import antiphon.bench.rtp.Ear;
import antiphon.bench.rtp.RtpLeg;
import antiphon.bench.sip.Sdp;
import antiphon.bench.sip.SipMessage;
import antiphon.bench.sound.Sound;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One call of a phone, either way, with its media. Steered by the test's thread; the phone's own
/// threads answer what comes in. Every wait has a bound; what goes wrong throws CallFailed.
public final class Dialog {
    private static final Duration REQUEST_BOUND = Duration.ofSeconds(10);

    /// A repeated final response to the INVITE is still acknowledged this long after the call.
    private static final long REPETITION_MILLIS_MAX = 5_000;

    private static final int PRESS_MILLIS = 100;
    private static final int GAP_MILLIS = 100;

    private final Phone phone;
    private final DialogState state;
    private final CallMedia media;
    private final AtomicInteger answersSeen = new AtomicInteger();
    private final AtomicBoolean hungUp = new AtomicBoolean();
    private final CountDownLatch byeReceived = new CountDownLatch(1);
    private final CountDownLatch acknowledged = new CountDownLatch(1);
    private final CountDownLatch cancelled = new CountDownLatch(1);

    private volatile CallOptions options;
    private volatile String inviteBranch;
    private volatile @Nullable ClientTransaction invite;
    private volatile byte @Nullable [] lastAck;
    private volatile @Nullable SipMessage received;
    private volatile @Nullable InetSocketAddress source;
    private volatile @Nullable SipMessage early;
    private volatile Runnable byeTask = () -> {};

    private Dialog(Phone phone, CallOptions options, DialogState state) {
        this.phone = phone;
        this.options = options;
        this.state = state;
        this.inviteBranch = options.branch() == null ? Phone.newBranch() : options.branch();
        this.media = new CallMedia(phone.media().open(phone.local(), options.kept()), options);
    }

    static Dialog outgoing(Phone phone, String uri, CallOptions options) {
        String callId = options.callId() == null ? Phone.newToken() : options.callId();
        String tag = options.fromTag() == null ? Phone.newToken() : options.fromTag();
        String user = options.user();
        return new Dialog(
                phone, options, new DialogState(phone, user, callId, tag, phone.uri(user), uri));
    }

    static Dialog incoming(Phone phone, SipMessage request, InetSocketAddress source) {
        CallOptions options = CallOptions.DEFAULT;
        DialogState state =
                new DialogState(
                        phone,
                        options.user(),
                        request.header("call-id"),
                        Phone.newToken(),
                        SipMessage.uri(request.header("to")),
                        SipMessage.uri(request.header("from")));
        state.establish(request.fromTag(), request, request.headers("record-route"));
        Dialog dialog = new Dialog(phone, options, state);
        dialog.received = request;
        dialog.source = source;
        dialog.media.offered(Sdp.read(request.body()));
        return dialog;
    }

    public String callId() {
        return state.callId();
    }

    public String localTag() {
        return state.localTag();
    }

    /// What the call hears.
    public Ear ear() {
        return media.leg().ear();
    }

    public RtpLeg leg() {
        return media.leg();
    }

    /// The other side's latest SDP.
    public @Nullable Sdp remoteSdp() {
        return media.remote();
    }

    /// The INVITE that brought this call in.
    public @Nullable SipMessage received() {
        return received;
    }

    // --- placing a call ---

    void sendInvite() {
        String body = options.lateOffer() ? "" : media.offer();
        String extra =
                options.headers().isEmpty() ? "" : String.join("\r\n", options.headers()) + "\r\n";
        ClientTransaction transaction =
                new ClientTransaction(
                        phone,
                        state.request(
                                "INVITE",
                                inviteBranch,
                                state.cseq(),
                                extra,
                                "application/sdp",
                                body),
                        state.nextHop(),
                        this);
        invite = transaction;
        phone.start(inviteBranch, transaction);
    }

    private ClientTransaction invitation() {
        ClientTransaction transaction = invite;
        if (transaction == null) {
            throw new IllegalStateException("this call was not placed by the phone");
        }
        return transaction;
    }

    /// The final response to the INVITE.
    public SipMessage finalResponse(Duration within) {
        return invitation().await(within);
    }

    /// Waits for a 2xx; anything else throws CallFailed with its status.
    public Dialog answeredWithin(Duration within) {
        SipMessage response = finalResponse(within);
        if (response.status() >= 300) {
            throw new CallFailed(
                    response.status(), state.remoteUri() + " answered: " + response.startLine());
        }
        return this;
    }

    /// Provisional responses to the INVITE so far.
    public List<Integer> provisionals() {
        return invitation().provisionals();
    }

    /// How often the INVITE went out.
    public int invitesSent() {
        return invitation().sendings();
    }

    void onProvisional(SipMessage response) {
        if (response.status() > 100) {
            early = response;
            talk(response.body());
        }
    }

    /// Final responses to our INVITEs, repetitions included.
    public int answersSeen() {
        return answersSeen.get();
    }

    /// The latest provisional response beyond 100.
    public @Nullable SipMessage early() {
        return early;
    }

    /// Called for each final response to an INVITE, first or repeated.
    void onInviteFinal(ClientTransaction transaction, SipMessage response) {
        answersSeen.incrementAndGet();
        if (response.status() >= 300) {
            phone.send(
                    state.negativeAck(transaction.request().split(" ")[1], response)
                            .getBytes(UTF_8),
                    transaction.target());
            if (!state.isEstablished()) {
                end();
            }
            return;
        }
        byte[] ack = lastAck;
        if (transaction.isAnswered() && ack != null) {
            phone.send(ack, state.nextHop());
            return;
        }
        if (!transaction.isAnswered()) {
            state.establish(
                    response.toTag(), response, response.headers("record-route").reversed());
            talk(response.body());
            if (options.autoAck()) {
                ack();
            }
        }
    }

    /// Acknowledges the 2xx; with a late offer the ACK carries our answer.
    public void ack() {
        boolean answering = options.lateOffer() && lastAck == null;
        String body = answering ? media.offer() : "";
        byte[] ack =
                state.request("ACK", Phone.newBranch(), state.cseq(), "", "application/sdp", body)
                        .getBytes(UTF_8);
        lastAck = ack;
        phone.send(ack, state.nextHop());
    }

    /// Cancels the INVITE; returns the CANCEL's own status.
    public int cancel() {
        ClientTransaction transaction = invitation();
        String cancel = state.cancel(inviteBranch);
        ClientTransaction cancelling =
                new ClientTransaction(phone, cancel, transaction.target(), null);
        return phone.start("CANCEL" + inviteBranch, cancelling).await(REQUEST_BOUND).status();
    }

    // --- within the call ---

    /// Sends BYE, ends the media and returns the status.
    public int bye() {
        media.fallSilent();
        hungUp.set(true);
        try {
            return requestInDialog("BYE", "", "", "").status();
        } finally {
            end();
        }
    }

    void hangUpQuietly() {
        try {
            if (!hungUp.get() && state.isEstablished()) {
                bye();
            }
        } catch (CallFailed _) {
            // Whoever asked for quiet does not want to know.
        }
    }

    /// Runs once the other side's BYE has come; on the phone's reading thread, so shortly.
    public void whenBye(Runnable task) {
        byeTask = task;
        if (byeReceived.getCount() == 0) {
            task.run();
        }
    }

    /// Waits for the other side's BYE.
    public boolean awaitBye(Duration within) {
        return await(byeReceived, within);
    }

    public boolean isOver() {
        return hungUp.get();
    }

    /// Puts the other side on hold: sendonly.
    public SipMessage hold() {
        return reInvite("sendonly");
    }

    public SipMessage resume() {
        return reInvite("sendrecv");
    }

    /// A re-INVITE with this direction; `inactive` and `recvonly` stop our own sending.
    public SipMessage reInvite(String newDirection) {
        media.direct(newDirection);
        return reInviteWithBody(media.offer());
    }

    /// A re-INVITE with any SDP.
    public SipMessage reInviteWithBody(String sdp) {
        String branch = Phone.newBranch();
        int number = state.nextCseq();
        lastAck = null;
        ClientTransaction transaction =
                new ClientTransaction(
                        phone,
                        state.request("INVITE", branch, number, "", "application/sdp", sdp),
                        state.nextHop(),
                        this);
        return phone.start(branch, transaction).await(REQUEST_BOUND);
    }

    /// Takes a new RTP port and offers it.
    public SipMessage moveMedia() {
        media.leg().move();
        return reInvite(media.direction());
    }

    /// Any request within the dialog; returns its final response.
    public SipMessage requestInDialog(
            String method, String headers, String contentType, String body) {
        String branch = Phone.newBranch();
        String text = state.request(method, branch, state.nextCseq(), headers, contentType, body);
        return phone.start(branch, new ClientTransaction(phone, text, state.nextHop(), null))
                .await(REQUEST_BOUND);
    }

    public void say(Sound newSound) {
        media.say(newSound);
    }

    /// Says a sound that ends, and waits until it has been said.
    public void sayAll(Sound newSound, Duration within) {
        say(newSound);
        if (!media.leg().awaitSaid(within)) {
            throw new CallFailed(0, "not said within " + within);
        }
    }

    public void press(String keys) {
        press(keys, PRESS_MILLIS, GAP_MILLIS);
    }

    /// Presses keys as telephone-events and waits until they have been sent.
    public void press(String keys, int pressMillis, int gapMillis) {
        media.leg().press(keys, pressMillis, gapMillis);
    }

    // --- taking a call ---

    public void ring() {
        phone.respond(
                request(),
                source(),
                180,
                "Ringing",
                state.localTag(),
                state.contactLine() + "Content-Length: 0\r\n\r\n");
    }

    public Dialog answer() {
        return answer(CallOptions.DEFAULT);
    }

    /// Answers with 200, again and again until acknowledged (RFC 3261 §13.3.1.4).
    public Dialog answer(CallOptions answering) {
        options = answering;
        state.user(answering.user());
        media.options(answering);
        SipMessage response = request();
        Sdp offered = media.remote();
        if (offered != null) {
            media.talk(offered);
        }
        byte[] sent =
                phone.respond(
                        response,
                        source(),
                        200,
                        "OK",
                        state.localTag(),
                        state.bodyLines(media.answer(offered)));
        repeat(sent, ClientTransaction.T1_MILLIS);
        return this;
    }

    public void reject(int status, String reason) {
        phone.respond(request(), source(), status, reason, state.localTag(), "");
        end();
    }

    /// Waits for the caller's ACK to our 200.
    public boolean awaitAck(Duration within) {
        return await(acknowledged, within);
    }

    public boolean awaitCancel(Duration within) {
        return await(cancelled, within);
    }

    private void repeat(byte[] response, long waitMillis) {
        if (phone.isUnreliable() && waitMillis <= 16_000) {
            phone.later(
                    waitMillis,
                    () -> {
                        if (acknowledged.getCount() > 0 && !hungUp.get()) {
                            phone.send(response, source());
                            repeat(response, waitMillis * 2);
                        }
                    });
        }
    }

    private SipMessage request() {
        SipMessage request = received;
        if (request == null) {
            throw new IllegalStateException("this call was placed, not received");
        }
        return request;
    }

    private InetSocketAddress source() {
        InetSocketAddress from = source;
        if (from == null) {
            throw new IllegalStateException("this call was placed, not received");
        }
        return from;
    }

    // --- the phone's threads ---

    boolean owns(SipMessage request) {
        if (request.toTag().isEmpty()) {
            SipMessage invited = received; // a CANCEL, or the INVITE again
            return invited != null && invited.branch().equals(request.branch());
        }
        return state.owns(request);
    }

    void onRequest(SipMessage request, InetSocketAddress from) {
        switch (request.method()) {
            case "ACK" -> {
                talk(request.body());
                acknowledged.countDown();
            }
            case "BYE" -> {
                phone.respond(request, from, 200, "OK", state.localTag(), "");
                hungUp.set(true);
                byeReceived.countDown();
                byeTask.run();
                end();
            }
            case "CANCEL" -> {
                phone.respond(request, from, 200, "OK", state.localTag(), "");
                phone.respond(request(), from, 487, "Request Terminated", state.localTag(), "");
                cancelled.countDown();
                end();
            }
            case "INVITE" -> {
                talk(request.body());
                String answer = media.answer(Sdp.read(request.body()));
                phone.respond(request, from, 200, "OK", state.localTag(), state.bodyLines(answer));
            }
            default -> phone.respond(request, from, 200, "OK", state.localTag(), "");
        }
    }

    private void talk(String body) {
        Sdp sdp = Sdp.read(body);
        if (sdp != null) {
            media.talk(sdp);
        }
    }

    private void end() {
        hungUp.set(true);
        media.close();
        phone.unregister(this);
        phone.later(REPETITION_MILLIS_MAX, () -> phone.forget(inviteBranch));
    }

    /// Ends without a word, as a phone does that lost its power.
    public void abandon() {
        end();
    }

    private static boolean await(CountDownLatch latch, Duration within) {
        try {
            return latch.await(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
