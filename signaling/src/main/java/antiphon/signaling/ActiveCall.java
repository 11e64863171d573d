package antiphon.signaling;

import antiphon.media.MediaEngine;
import antiphon.media.MediaEvent;
import antiphon.media.MediaSession;
import antiphon.media.PortsExhausted;
import antiphon.signaling.jain.Invitation;
import antiphon.signaling.jain.Leg;
import antiphon.signaling.jain.LegListener;
import antiphon.signaling.jain.Reinvite;
import antiphon.signaling.jain.SerialQueue;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One call: joins its dialog, its media and its code. Every step happens in the leg's queue, so
/// that BYE, CANCEL and re-INVITE are answered at once, whatever the call's code is busy with;
/// volatile fields are for onlookers.
final class ActiveCall implements LegListener {
    private static final Logger log = LoggerFactory.getLogger(ActiveCall.class);

    private final SipServer server;
    private final Leg leg;
    private final String id = UUID.randomUUID().toString();
    private final Instant startedAt = Instant.now();
    private final CallRequest request;
    private final @Nullable String offer;
    private final Inbox inbox = new Inbox();
    private final SerialQueue observers = new SerialQueue("call-events-" + id);
    private final CallMedia media;

    /// Done when media flows after the answer, or the call is over.
    private final CompletableFuture<@Nullable Void> answering = new CompletableFuture<>();

    private int status;
    private volatile @Nullable Instant answeredAt;
    private volatile @Nullable HangUpCause over;

    ActiveCall(SipServer server, Leg leg, Invitation invitation) {
        this.server = server;
        this.leg = leg;
        this.offer = invitation.offer();
        this.media = new CallMedia(server.engine(), leg, server.settings().mediaAddress());
        this.request =
                new CallRequest(
                        invitation.requestUri(),
                        invitation.user(),
                        invitation.uriParameters(),
                        invitation.callerNumber(),
                        invitation.callerName(),
                        invitation.calledNumber(),
                        invitation.callId(),
                        invitation.source(),
                        invitation.headers());
    }

    String id() {
        return id;
    }

    CallRequest request() {
        return request;
    }

    Inbox inbox() {
        return inbox;
    }

    MediaEngine engine() {
        return server.engine();
    }

    boolean answered() {
        return answeredAt != null;
    }

    // ---- Beginning ----

    /// In the queue, first of all.
    void begin() {
        CallView view = view();
        observers.post(() -> server.listener().callStarted(view));
        // An offer that can't be answered is refused before anybody does work for it.
        CallMedia.Refusal refusal = offer == null ? null : media.consider(offer);
        if (refusal != null) {
            String warning = leg.warning(refusal.code(), refusal.reason());
            rejectNow(488, "Not Acceptable Here", Map.of("Warning", warning), HangUpCause.REJECTED);
            server.finished(this);
            return;
        }
        Thread.ofVirtual().name("call-" + id).start(this::run);
    }

    private void run() {
        HangUpCause cause = HangUpCause.COMPLETED;
        try {
            server.handler().handle(new SipCall(this));
        } catch (HungUp e) {
            cause = e.hangUpCause();
        } catch (RuntimeException | Error e) {
            cause = HangUpCause.FAILED;
            log.error("call {} failed in its code", id, e);
        } finally {
            HangUpCause end = cause;
            leg.queue()
                    .post(() -> {
                        finish(end);
                        server.finished(this);
                    });
        }
    }

    // ---- What the call's code asks for; on its thread ----

    /// Runs a step in the queue and waits for it.
    void ask(Runnable step) {
        var done = new CompletableFuture<@Nullable Void>();
        leg.queue()
                .post(() -> {
                    try {
                        if (over == null) step.run();
                    } catch (RuntimeException | Error e) {
                        log.error("call {} failed in a signaling step", id, e);
                        finish(HangUpCause.FAILED);
                    } finally {
                        done.complete(null);
                    }
                });
        done.join();
        inbox.throwIfOver();
    }

    void answer() {
        inbox.throwIfOver();
        if (answeredAt == null) ask(this::answerNow);
        answering.join();
        inbox.throwIfOver();
    }

    MediaSession session() {
        inbox.throwIfOver();
        MediaSession open = media.session();
        if (open == null) throw new IllegalStateException("the call is not answered");
        return open;
    }

    boolean hears() {
        return media.hears();
    }

    // ---- Steps in the queue ----

    private void answerNow() {
        if (answeredAt != null) return;
        String description;
        try {
            description = media.open(this::onMedia);
        } catch (PortsExhausted e) {
            log.warn("call {} refused: no port is left of {}", id, e.getMessage());
            rejectNow(503, "No Media Ports Left", server.retryAfter(), HangUpCause.FAILED);
            return;
        }
        status = 200;
        answeredAt = Instant.now();
        leg.accept(description);
        if (!media.answerDue()) answering.complete(null);
    }

    /// Refuses the INVITE and ends the call.
    void rejectNow(int code, String reason, Map<String, String> headers, HangUpCause cause) {
        if (!leg.ringing()) return;
        status = code;
        leg.reject(code, reason, headers);
        over(cause);
    }

    /// Ends the call from our side; nothing happens if it is over.
    void finish(HangUpCause cause) {
        if (over != null) return;
        if (!leg.ringing()) {
            leg.bye();
            over(cause);
        } else if (cause == HangUpCause.FAILED) {
            rejectNow(500, "Server Internal Error", Map.of(), cause);
        } else {
            rejectNow(480, "Temporarily Unavailable", Map.of(), cause);
        }
    }

    private void over(HangUpCause cause) {
        if (over != null) return;
        over = cause;
        media.close();
        inbox.close(cause, System.nanoTime());
        answering.complete(null);
        server.ended(this);
        CallView last = view();
        int finalStatus = status;
        Instant endedAt = Instant.now();
        observers.post(() -> server.listener().callEnded(last, cause, finalStatus, endedAt));
    }

    // ---- LegListener ----

    @Override
    public void cancelled() {
        status = 487;
        over(HangUpCause.CALLER_CANCEL);
    }

    @Override
    public void ended() {
        if (answeredAt == null) status = 487;
        over(HangUpCause.CALLER_BYE);
    }

    @Override
    public void unacknowledged() {
        over(HangUpCause.NO_ACK);
    }

    @Override
    public void acknowledged(@Nullable String body) {
        switch (media.acknowledged(body)) {
            case UNCHANGED -> {}
            case CONNECTED -> answering.complete(null);
            case UNUSABLE -> {
                // RFC 3261 §13.2.1: an offer in the 2xx must be answered in the ACK.
                log.info("call {}: the ACK holds no usable answer to our offer", id);
                finish(HangUpCause.FAILED);
            }
        }
    }

    @Override
    public void reinvited(Reinvite reinvite) {
        media.reinvited(reinvite);
    }

    /// The engine judges it: a phone may send the same press as an RFC 4733 event, and what a key
    /// stops must be stopped before the call's code hears of it.
    @Override
    public void digit(char digit) {
        MediaSession open = media.session();
        if (open != null) open.press(digit);
    }

    // ---- Media thread: returns at once ----

    private void onMedia(MediaEvent event) {
        switch (event) {
            case MediaEvent.MediaTimedOut _ -> hangUp(HangUpCause.MEDIA_TIMEOUT);
            case MediaEvent.SessionFailed(String reason) ->
                    leg.queue()
                            .post(() -> {
                                log.warn("call {}: media failed: {}", id, reason);
                                finish(HangUpCause.FAILED);
                            });
            case MediaEvent.DigitPressed _,
                    MediaEvent.MediaStarted _,
                    MediaEvent.PlaybackFinished _,
                    MediaEvent.RecordingFinished _,
                    MediaEvent.RemovedFromConference _ ->
                    inbox.put(event);
        }
    }

    // ---- Onlookers; any thread ----

    void hangUp(HangUpCause cause) {
        leg.queue().post(() -> finish(cause));
    }

    CallView view() {
        return new CallView(
                id,
                request.sipCallId(),
                request.callerNumber(),
                request.calledNumber(),
                request.requestUri(),
                request.source(),
                state(),
                media.codec(),
                startedAt,
                answeredAt,
                media.stats());
    }

    private CallView.State state() {
        if (over != null) return CallView.State.ENDED;
        if (answeredAt == null) return CallView.State.RINGING;
        return media.held() ? CallView.State.HELD : CallView.State.ANSWERED;
    }
}
