package antiphon.signaling;

import antiphon.media.Codec;
import antiphon.media.Direction;
import antiphon.media.MediaDescription;
import antiphon.media.MediaEngine;
import antiphon.media.MediaListener;
import antiphon.media.MediaSession;
import antiphon.media.SessionStats;
import antiphon.signaling.jain.Leg;
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
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The media of one call: what was offered and agreed, and the session that plays it. Steps happen
/// in the leg's queue; volatile fields are for onlookers.
final class CallMedia {
    /// Warning codes "incompatible network protocol" and "miscellaneous" (RFC 3261 §20.43).
    private static final int WARN_NETWORK_PROTOCOL = 300;

    private static final int WARN_MISCELLANEOUS = 399;

    /// Origin session ids are below 2^40: some phones keep them in a double.
    private static final long SESSION_ID_LIMIT = 1L << 40;

    private final MediaEngine engine;
    private final Leg leg;
    private final @Nullable InetAddress advertised;
    private final LocalDescription local =
            new LocalDescription(ThreadLocalRandom.current().nextLong(1, SESSION_ID_LIMIT));

    private Choice.@Nullable Chosen firstChoice;
    private @Nullable SessionDescription firstOffer;

    /// The offer was ours, so the ACK must answer it.
    private boolean answerDue;

    private volatile @Nullable MediaSession session;
    private volatile @Nullable MediaDescription agreed;
    private volatile @Nullable SessionStats lastStats;

    /// @param advertised address for our descriptions, null: the one that the peer reaches
    CallMedia(MediaEngine engine, Leg leg, @Nullable InetAddress advertised) {
        this.engine = engine;
        this.leg = leg;
        this.advertised = advertised;
    }

    /// Why an offer can't be used.
    ///
    /// @param code of the Warning header
    record Refusal(int code, String reason) {}

    /// What the ACK brought.
    enum Acknowledgement {
        /// Nothing was due, or the media goes on as before.
        UNCHANGED,
        CONNECTED,
        /// The call has no media: our first offer was not answered.
        UNUSABLE
    }

    /// Looks at the INVITE's offer; costs nothing but the look.
    ///
    /// @return null if it can be answered
    @Nullable Refusal consider(String offer) {
        return switch (SdpParser.parse(offer)) {
            case Parsed.Malformed(String reason) -> new Refusal(WARN_MISCELLANEOUS, reason);
            case Parsed.Valid(SessionDescription description) ->
                    switch (OfferAnswer.choose(description)) {
                        case Choice.Chosen chosen -> {
                            firstChoice = chosen;
                            firstOffer = description;
                            yield outOfReach(chosen.media());
                        }
                        case Choice.NoStream _ ->
                                new Refusal(WARN_MISCELLANEOUS, "the audio stream has port 0");
                        case Choice.Unusable(int code, String reason) -> new Refusal(code, reason);
                    };
        };
    }

    /// @return null if our RTP sockets are of the peer's address family
    private @Nullable Refusal outOfReach(MediaDescription media) {
        InetAddress peer = media.remoteRtp().getAddress();
        if (engine.reaches(peer)) return null;
        String family = peer instanceof Inet6Address ? "IPv6" : "IPv4";
        return new Refusal(WARN_NETWORK_PROTOCOL, family + " media is not spoken here");
    }

    /// Opens the session, connects it if the peer made the offer, and writes what the 200 carries.
    ///
    /// @throws antiphon.media.PortsExhausted if there is no port
    String open(MediaListener listener) {
        MediaSession open = engine.open(listener);
        session = open;
        Choice.Chosen chosen = firstChoice;
        SessionDescription offer = firstOffer;
        if (chosen == null || offer == null) {
            answerDue = true;
            return local.offer(Direction.SENDRECV, address(null), open.port());
        }
        String answer =
                local.answer(offer, chosen, address(chosen.media().remoteRtp()), open.port());
        connect(open, chosen.media());
        return answer;
    }

    /// Whether the peer's answer is still to come.
    boolean answerDue() {
        return answerDue;
    }

    Acknowledgement acknowledged(@Nullable String body) {
        MediaSession open = session;
        if (!answerDue || open == null) return Acknowledgement.UNCHANGED;
        answerDue = false;
        if (body != null
                && SdpParser.parse(body) instanceof Parsed.Valid(SessionDescription answer)
                && OfferAnswer.accept(answer, Direction.SENDRECV) instanceof Choice.Chosen chosen
                && outOfReach(reachable(chosen.media())) == null) {
            local.accepted(answer, chosen);
            connect(open, reachable(chosen.media()));
            return Acknowledgement.CONNECTED;
        }
        return agreed == null ? Acknowledgement.UNUSABLE : Acknowledgement.UNCHANGED;
    }

    /// Answers a re-INVITE: hold, resume, moved media, another codec, or the wish for our offer.
    void reinvited(Reinvite reinvite) {
        MediaSession open = session;
        String offer = reinvite.offer();
        if (open == null) {
            leg.refuse(reinvite, 488, "Not Acceptable Here", null);
        } else if (answerDue) {
            // RFC 3261 §14.2, RFC 3264 §4: our own offer is still open; the ACK that answers it was
            // lost or overtaken, and our 2xx goes on asking for it.
            leg.refuse(reinvite, 491, "Request Pending", null);
        } else if (offer == null) {
            answerDue = true;
            MediaDescription now = agreed;
            InetSocketAddress peer = now == null ? null : now.remoteRtp();
            leg.accept(reinvite, local.offer(Direction.SENDRECV, address(peer), open.port()));
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
            case Choice.Unusable(int code, String reason) -> refuse(reinvite, code, reason);
            case Choice.NoStream _ -> {
                MediaDescription before = agreed;
                if (before != null) connect(open, withDirection(before, Direction.INACTIVE));
                leg.accept(
                        reinvite,
                        local.answerNoStream(
                                offer, address(before == null ? null : before.remoteRtp())));
            }
            case Choice.Chosen chosen -> {
                MediaDescription media = reachable(chosen.media());
                Refusal refusal = outOfReach(media);
                if (refusal != null) {
                    refuse(reinvite, refusal.code(), refusal.reason());
                    return;
                }
                String answer =
                        local.answer(
                                offer, chosen, address(chosen.media().remoteRtp()), open.port());
                connect(open, media);
                leg.accept(reinvite, answer);
            }
        }
    }

    private void refuse(Reinvite reinvite, int code, String reason) {
        leg.refuse(reinvite, 488, "Not Acceptable Here", leg.warning(code, reason));
    }

    private void connect(MediaSession open, MediaDescription media) {
        agreed = media;
        open.connect(media);
    }

    /// RFC 8866 §5.7: of the family that the peer speaks.
    private InetAddress address(@Nullable InetSocketAddress peer) {
        if (advertised != null) return advertised;
        InetAddress ours = leg.localAddress();
        if (peer == null
                || (peer.getAddress() instanceof Inet6Address) == (ours instanceof Inet6Address)) {
            return ours;
        }
        return leg.localAddressTowards(peer.getAddress());
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

    void close() {
        MediaSession open = session;
        if (open == null) return;
        lastStats = open.stats();
        open.close();
    }

    // ---- Onlookers; any thread ----

    @Nullable MediaSession session() {
        return session;
    }

    @Nullable Codec codec() {
        MediaDescription media = agreed;
        return media == null ? null : media.codec();
    }

    /// Whether the peer does not want to hear us.
    boolean held() {
        MediaDescription media = agreed;
        return media != null && !media.direction().sends();
    }

    /// Whether a packet of the peer is to be expected.
    boolean hears() {
        MediaDescription media = agreed;
        return media != null && media.direction().receives();
    }

    @Nullable SessionStats stats() {
        SessionStats last = lastStats;
        MediaSession open = session;
        return last != null || open == null ? last : open.stats();
    }
}
