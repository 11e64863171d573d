package antiphon.server.http;

import antiphon.media.Conference;
import antiphon.media.MediaEngine;
import antiphon.signaling.CallView;
import antiphon.signaling.SipServer;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The rooms in which people are now.
final class ConferenceRoutes implements Routes {
    private static final String ALL = "/api/v1/conferences";
    private static final String ONE = ALL + "/{name}";
    private static final String PARTICIPANT = ONE + "/participants/{id}";
    private static final double GAIN_DB_MIN = -40;
    private static final double GAIN_DB_MAX = 20;

    private final MediaEngine media;
    private final SipServer sip;

    ConferenceRoutes(MediaEngine media, SipServer sip) {
        this.media = media;
        this.sip = sip;
    }

    record View(String name, boolean locked, List<ParticipantView> participants) {
        static View of(Conference room, Map<String, String> callers) {
            return new View(
                    room.name(),
                    room.locked(),
                    room.participants().stream()
                            .map(participant -> ParticipantView.of(participant, callers))
                            .toList());
        }
    }

    /// @param id the call's id
    /// @param levelDbov loudness, -127 (silence) to 0
    record ParticipantView(
            String id,
            @Nullable String caller,
            boolean muted,
            double gainDb,
            boolean talking,
            int levelDbov) {
        static ParticipantView of(Conference.Participant participant, Map<String, String> callers) {
            return new ParticipantView(
                    participant.member(),
                    callers.get(participant.member()),
                    participant.muted(),
                    participant.gainDb(),
                    participant.talking(),
                    participant.levelDbov());
        }
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(
                ALL,
                context ->
                        context.json(
                                media.conferences().stream()
                                        .map(room -> View.of(room, callers()))
                                        .toList()));
        routes.get(ONE, context -> context.json(View.of(room(context), callers())));
        routes.patch(ONE, this::change);
        routes.get(
                PARTICIPANT,
                context -> context.json(ParticipantView.of(participant(context), callers())));
        routes.patch(PARTICIPANT, this::changeParticipant);
        routes.delete(PARTICIPANT, this::remove);
    }

    private void change(Context context) throws IOException {
        JsonBody body = JsonBody.of(context, List.of("locked"));
        Conference room = room(context);
        body.truth("locked").ifPresent(room::lock);
        context.json(View.of(room, callers()));
    }

    private void changeParticipant(Context context) throws IOException {
        JsonBody body = JsonBody.of(context, List.of("muted", "gainDb"));
        var muted = body.truth("muted");
        var gainDb = body.decimal("gainDb", GAIN_DB_MIN, GAIN_DB_MAX);
        Conference room = room(context);
        String member = participant(context).member();
        muted.ifPresent(value -> room.mute(member, value));
        gainDb.ifPresent(value -> room.gain(member, value));
        // The room changes at its next frame, so what was asked is answered, not what is.
        ParticipantView before = ParticipantView.of(participant(context), callers());
        context.json(
                new ParticipantView(
                        before.id(),
                        before.caller(),
                        muted.orElse(before.muted()),
                        gainDb.orElse(before.gainDb()),
                        before.talking(),
                        before.levelDbov()));
    }

    private void remove(Context context) {
        room(context).remove(participant(context).member());
        context.status(204);
    }

    /// Who is behind each call.
    private Map<String, String> callers() {
        return sip.calls().stream()
                .collect(Collectors.toMap(CallView::id, CallView::caller, (a, _) -> a));
    }

    private Conference room(Context context) {
        String name = context.pathParam("name");
        return media.findConference(name)
                .orElseThrow(() -> Problem.notFound("conference " + name + " now"));
    }

    private Conference.Participant participant(Context context) {
        String id = context.pathParam("id");
        return room(context)
                .participant(id)
                .orElseThrow(() ->
                        Problem.notFound(
                                "participant "
                                        + id
                                        + " in conference "
                                        + context.pathParam("name")));
    }
}
