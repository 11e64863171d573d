package antiphon.server.http;

import antiphon.media.Codec;
import antiphon.media.SessionStats;
import antiphon.signaling.CallView;
import antiphon.signaling.HangUpCause;
import antiphon.signaling.SipServer;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The calls of this moment.
final class CallRoutes implements Routes {
    private static final String ALL = "/api/v1/calls";
    private static final String ONE = ALL + "/{id}";

    private final SipServer sip;

    CallRoutes(SipServer sip) {
        this.sip = sip;
    }

    /// @param state `ringing`, `answered`, `held` or `ended`
    record View(
            String id,
            String sipCallId,
            String caller,
            String called,
            String requestUri,
            String source,
            String state,
            @Nullable String codec,
            Instant startedAt,
            @Nullable Instant answeredAt,
            @Nullable MediaView media) {
        static View of(CallView call) {
            Codec codec = call.codec();
            SessionStats media = call.media();
            return new View(
                    call.id(),
                    call.sipCallId(),
                    call.caller(),
                    call.called(),
                    call.requestUri(),
                    call.source(),
                    call.state().name().toLowerCase(Locale.ROOT),
                    codec == null ? null : codec.encodingName(),
                    call.startedAt(),
                    call.answeredAt(),
                    media == null ? null : MediaView.of(media));
        }
    }

    record MediaView(
            @Nullable String source,
            long packetsReceived,
            long packetsSent,
            long lost,
            long late,
            long discarded,
            double jitterMillis) {
        static MediaView of(SessionStats stats) {
            return new MediaView(
                    text(stats.source()),
                    stats.packetsReceived(),
                    stats.packetsSent(),
                    stats.lost(),
                    stats.late(),
                    stats.discarded(),
                    stats.jitterMillis());
        }

        private static @Nullable String text(@Nullable InetSocketAddress source) {
            return source == null ? null : source.getHostString() + ":" + source.getPort();
        }
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(ALL, context -> context.json(sip.calls().stream().map(View::of).toList()));
        routes.get(ONE, context -> context.json(View.of(find(context))));
        routes.delete(ONE, this::hangUp);
    }

    private CallView find(Context context) {
        String id = context.pathParam("id");
        return sip.calls().stream()
                .filter(call -> call.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("call " + id + " now"));
    }

    private void hangUp(Context context) {
        String id = context.pathParam("id");
        if (!sip.hangUp(id, HangUpCause.ADMINISTRATOR))
            throw Problem.notFound("call " + id + " now");
        context.status(204);
    }
}
