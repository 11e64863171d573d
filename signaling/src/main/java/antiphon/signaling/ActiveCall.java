package antiphon.signaling;

import antiphon.media.Codec;
import antiphon.media.Direction;
import antiphon.media.MediaDescription;
import antiphon.media.MediaEvent;
import antiphon.media.MediaSession;
import antiphon.media.PortsExhausted;
import antiphon.media.SessionStats;
import antiphon.signaling.jain.Invitation;
import antiphon.signaling.jain.Leg;
import antiphon.signaling.jain.LegListener;
import antiphon.signaling.jain.Mailbox;
import antiphon.signaling.jain.Reinvite;
import antiphon.signaling.sdp.LocalDescription;
import antiphon.signaling.sdp.OfferAnswer;
import antiphon.signaling.sdp.OfferAnswer.Choice;
import antiphon.signaling.sdp.SdpParser;
import antiphon.signaling.sdp.SdpParser.Parsed;
import antiphon.signaling.sdp.SessionDescription;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One call: joins its dialog, its media session and its code. Every step happens in the leg's
/// mailbox, so that BYE, CANCEL and re-INVITE are answered at once, whatever the call's code is
/// busy with; volatile fields are for onlookers.
final class ActiveCall implements LegListener {
    private static final Logger log = LoggerFactory.getLogger(ActiveCall.class);

    private static final int WARN_MISCELLANEOUS = 399;

    private final SipServer server;
    private final Leg leg;
    private final String id = UUID.randomUUID().toString();
    private final Instant startedAt = Instant.now();
    private final CallRequest request;
    private final @Nullable String firstOffer;
    private final Inbox inbox = new Inbox();
    private final Mailbox observers;
    private final LocalDescription local =
            new LocalDescription(ThreadLocalRandom.current().nextLong(1, 1L << 40));

    /// Done when media flows after the answer, or the call is over.
    private final CompletableFuture<@Nullable Void> answering = new CompletableFuture<>();

    private @Nullable Choice first;
    private @Nullable SessionDescription firstDescription;

    /// We made the offer of the INVITE that waits for its ACK.
    private boolean answerDue;

    private int status;
    private volatile @Nullable MediaSession session;
    private volatile @Nullable MediaDescription agreed;
    private volatile @Nullable Instant answeredAt;
    private volatile @Nullable HangUpCause over;
    private volatile @Nullable SessionStats lastStats;
    private volatile boolean bargeIn;
    private volatile String endKeys = "";
    private volatile boolean endedByInfo;

    ActiveCall(SipServer server, Leg leg, Invitation invitation) {
        this.server = server;
        this.leg = leg;
        this.firstOffer = invitation.offer();
        this.observers = new Mailbox("call-events-" + id);
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

    boolean answered() {
        return answeredAt != null;
    }

    // ---- Beginning ----

    /// In the mailbox, first of all.
    void begin() {
        notifyStarted();
        if (!offerUsable()) {
            server.finished(this);
            return;
        }
        Thread.ofVirtual().name("call-" + id).start(this::run);
    }

    /// An offer that can't be answered is refused before anybody does work for it.
    private boolean offerUsable() {
        if (firstOffer == null) return true;
        switch (SdpParser.parse(firstOffer)) {
            case Parsed.Malformed(String reason) -> refuse(WARN_MISCELLANEOUS, reason);
            case Parsed.Valid(SessionDescription offer) -> {
                switch (OfferAnswer.choose(offer)) {
                    case Choice.Chosen chosen -> {
                        first = chosen;
                        firstDescription = offer;
                        return true;
                    }
                    case Choice.NoStream _ ->
                            refuse(WARN_MISCELLANEOUS, "the audio stream has port 0");
                    case Choice.Unusable(int warning, String reason) -> refuse(warning, reason);
                }
            }
        }
        return false;
    }

    private void refuse(int warning, String reason) {
        rejectNow(
                488,
                "Not Acceptable Here",
                Map.of("Warning", leg.warning(warning, reason)),
                HangUpCause.REJECTED);
    }

    private void run() {
        HangUpCause cause = HangUpCause.COMPLETED;
        try {
            server.handler().handle(new SipCall(this, server.engine()));
        } catch (HungUp e) {
            cause = e.hangUpCause();
        } catch (RuntimeException | Error e) {
            cause = HangUpCause.FAILED;
            log.error("call {} failed in its code", id, e);
        } finally {
            HangUpCause end = cause;
            leg.mailbox()
                    .post(() -> {
                        finish(end);
                        server.finished(this);
                    });
        }
    }

    // ---- What the call's code asks for; on its thread ----

    /// Runs a step in the mailbox and waits for it.
    void ask(Runnable step) {
        var done = new CompletableFuture<@Nullable Void>();
        leg.mailbox()
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
        MediaSession open = session;
        if (open == null) throw new IllegalStateException("the call is not answered");
        return open;
    }

    /// Whether a first packet of the peer is to be expected.
    boolean hears() {
        MediaDescription media = agreed;
        return media != null && media.direction().receives();
    }

    void playing(boolean endsByKey) {
        bargeIn = endsByKey;
    }

    void recording(String keys) {
        endedByInfo = false;
        endKeys = keys;
    }

    // ---- Steps in the mailbox ----

    private void answerNow() {
        if (answeredAt != null) return;
        MediaSession open = open();
        if (open == null) return;
        String body;
        if (first instanceof Choice.Chosen chosen && firstDescription != null) {
            body =
                    local.answer(
                            firstDescription,
                            chosen,
                            mediaAddress(chosen.media().remoteRtp()),
                            open.port());
            connect(open, chosen.media());
        } else {
            body = local.offer(Direction.SENDRECV, mediaAddress(null), open.port());
            answerDue = true;
        }
        status = 200;
        answeredAt = Instant.now();
        leg.accept(body);
        if (!answerDue) answering.complete(null);
    }

    private @Nullable MediaSession open() {
        try {
            MediaSession open = server.engine().open(this::onMedia);
            session = open;
            return open;
        } catch (PortsExhausted e) {
            log.warn("call {} refused: {}", id, e.getMessage());
            rejectNow(503, "No Media Ports Left", server.retryAfter(), HangUpCause.FAILED);
            return null;
        }
    }

    private void connect(MediaSession open, MediaDescription media) {
        agreed = media;
        open.connect(media);
    }

    /// RFC 8866 §5.7: of the family that the peer speaks.
    private InetAddress mediaAddress(@Nullable InetSocketAddress peer) {
        InetAddress advertised = server.settings().mediaAddress();
        if (advertised != null) return advertised;
        InetAddress ours = leg.localAddress();
        if (peer == null
                || (peer.getAddress() instanceof Inet6Address) == (ours instanceof Inet6Address))
            return ours;
        return leg.localAddressTowards(peer.getAddress());
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
        MediaSession open = session;
        if (open != null) {
            lastStats = open.stats();
            open.close();
        }
        inbox.close(cause, System.nanoTime());
        answering.complete(null);
        server.ended(this);
        CallView last = view();
        int finalStatus = status;
        Instant endedAt = Instant.now();
        observers.post(() -> server.listener().callEnded(last, cause, finalStatus, endedAt));
    }

    private void notifyStarted() {
        CallView view = view();
        observers.post(() -> server.listener().callStarted(view));
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
        MediaSession open = session;
        if (!answerDue || open == null) return;
        answerDue = false;
        boolean firstAnswer = agreed == null;
        if (body != null
                && SdpParser.parse(body) instanceof Parsed.Valid(SessionDescription answer)
                && OfferAnswer.accept(answer, Direction.SENDRECV) instanceof Choice.Chosen chosen) {
            local.accepted(answer, chosen);
            connect(open, reachable(chosen.media()));
            answering.complete(null);
        } else if (firstAnswer) {
            // RFC 3261 §13.2.1: an offer in the 2xx must be answered in the ACK.
            log.info("call {}: the ACK holds no usable answer to our offer", id);
            finish(HangUpCause.FAILED);
        }
        // Else the media stays as it was before the re-INVITE.
    }

    @Override
    public void reinvited(Reinvite reinvite) {
        MediaSession open = session;
        String offer = reinvite.offer();
        if (open == null) {
            leg.refuse(reinvite, 488, "Not Acceptable Here", null);
        } else if (offer == null) {
            answerDue = true;
            leg.accept(
                    reinvite, local.offer(Direction.SENDRECV, mediaAddress(peer()), open.port()));
        } else {
            switch (SdpParser.parse(offer)) {
                case Parsed.Malformed(String reason) ->
                        refuse(reinvite, WARN_MISCELLANEOUS, reason);
                case Parsed.Valid(SessionDescription description) ->
                        reoffered(reinvite, description, open);
            }
        }
    }

    private void reoffered(Reinvite reinvite, SessionDescription offer, MediaSession open) {
        switch (OfferAnswer.choose(offer)) {
            case Choice.Unusable(int warning, String reason) -> refuse(reinvite, warning, reason);
            case Choice.NoStream _ -> {
                MediaDescription before = agreed;
                if (before != null) connect(open, withDirection(before, Direction.INACTIVE));
                leg.accept(reinvite, local.answerNoStream(offer, mediaAddress(peer())));
            }
            case Choice.Chosen chosen -> {
                String body =
                        local.answer(
                                offer,
                                chosen,
                                mediaAddress(chosen.media().remoteRtp()),
                                open.port());
                connect(open, reachable(chosen.media()));
                leg.accept(reinvite, body);
            }
        }
    }

    private void refuse(Reinvite reinvite, int warning, String reason) {
        leg.refuse(reinvite, 488, "Not Acceptable Here", leg.warning(warning, reason));
    }

    private @Nullable InetSocketAddress peer() {
        MediaDescription media = agreed;
        return media == null ? null : media.remoteRtp();
    }

    /// On hold by `c=0.0.0.0` the peer's last real address is kept.
    private MediaDescription reachable(MediaDescription media) {
        MediaDescription before = agreed;
        if (before == null || !media.remoteRtp().getAddress().isAnyLocalAddress()) return media;
        return new MediaDescription(
                before.remoteRtp(),
                before.remoteRtcp(),
                media.codec(),
                media.payloadType(),
                media.telephoneEventPayloadType(),
                media.direction());
    }

    private static MediaDescription withDirection(MediaDescription media, Direction direction) {
        return new MediaDescription(
                media.remoteRtp(),
                media.remoteRtcp(),
                media.codec(),
                media.payloadType(),
                media.telephoneEventPayloadType(),
                direction);
    }

    /// INFO counts only where keys can't come as RFC 4733 events: a phone may send both.
    @Override
    public void digit(char digit) {
        MediaDescription media = agreed;
        MediaSession open = session;
        if (media == null || open == null || media.telephoneEventPayloadType() >= 0) return;
        inbox.put(new MediaEvent.DigitPressed(digit, System.nanoTime()));
        if (bargeIn) open.stopPlaying();
        if (endKeys.indexOf(digit) >= 0) {
            endedByInfo = true;
            open.stopRecording();
        }
    }

    // ---- Media thread ----

    private void onMedia(MediaEvent event) {
        switch (event) {
            case MediaEvent.MediaTimedOut _ ->
                    leg.mailbox().post(() -> finish(HangUpCause.MEDIA_TIMEOUT));
            case MediaEvent.SessionFailed(String reason) ->
                    leg.mailbox()
                            .post(() -> {
                                log.warn("call {}: media failed: {}", id, reason);
                                finish(HangUpCause.FAILED);
                            });
            case MediaEvent.RecordingFinished(
                            long recording,
                            MediaEvent.RecordingEnd end,
                            long millis) ->
                    inbox.put(
                            new MediaEvent.RecordingFinished(
                                    recording,
                                    endedByInfo && end == MediaEvent.RecordingEnd.STOPPED
                                            ? MediaEvent.RecordingEnd.KEY
                                            : end,
                                    millis));
            case MediaEvent.DigitPressed _,
                    MediaEvent.MediaStarted _,
                    MediaEvent.PlaybackFinished _,
                    MediaEvent.RemovedFromConference _ ->
                    inbox.put(event);
        }
    }

    // ---- Onlookers; any thread ----

    void hangUp(HangUpCause cause) {
        leg.mailbox().post(() -> finish(cause));
    }

    boolean isOver() {
        return over != null;
    }

    CallView view() {
        MediaDescription media = agreed;
        MediaSession open = session;
        Codec codec = media == null ? null : media.codec();
        SessionStats stats = lastStats;
        if (stats == null && open != null && over == null) stats = open.stats();
        return new CallView(
                id,
                request.sipCallId(),
                request.callerNumber(),
                request.calledNumber(),
                request.requestUri(),
                request.source(),
                state(media),
                codec,
                startedAt,
                answeredAt,
                stats);
    }

    private CallView.State state(@Nullable MediaDescription media) {
        if (over != null) return CallView.State.ENDED;
        if (answeredAt == null) return CallView.State.RINGING;
        return media != null && !media.direction().sends()
                ? CallView.State.HELD
                : CallView.State.ANSWERED;
    }
}
