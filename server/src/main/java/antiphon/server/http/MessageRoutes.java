package antiphon.server.http;

import antiphon.storage.Mailboxes;
import antiphon.storage.Message;
import antiphon.storage.MessageState;
import antiphon.storage.Messages;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The messages of a mailbox and their audio.
final class MessageRoutes implements Routes {
    private static final String ALL = "/api/v1/mailboxes/{box}/messages";
    private static final String ONE = ALL + "/{id}";

    private final Mailboxes mailboxes;
    private final Messages messages;

    MessageRoutes(Mailboxes mailboxes, Messages messages) {
        this.mailboxes = mailboxes;
        this.messages = messages;
    }

    /// @param state `new` or `saved`
    /// @param ending why the recording ended
    record View(
            UUID id,
            String mailbox,
            String state,
            @Nullable String callerNumber,
            @Nullable String callerName,
            Instant recordedAt,
            long durationMillis,
            @Nullable String callId,
            String ending,
            String audio) {
        static View of(Message message) {
            return new View(
                    message.id(),
                    message.mailbox(),
                    word(message.state()),
                    message.callerNumber(),
                    message.callerName(),
                    message.recordedAt(),
                    message.durationMillis(),
                    message.callId(),
                    message.ending(),
                    "/api/v1/mailboxes/"
                            + message.mailbox()
                            + "/messages/"
                            + message.id()
                            + "/audio");
        }
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(ALL, this::list);
        routes.get(ONE, context -> context.json(View.of(find(context))));
        routes.get(ONE + "/audio", this::audio);
        routes.patch(ONE, this::change);
        routes.delete(ONE, this::delete);
    }

    private void list(Context context) {
        String number = MailboxRoutes.find(mailboxes, context).number();
        context.json(messages.list(number).stream().map(View::of).toList());
    }

    private void audio(Context context) throws IOException {
        AudioFile.answer(context, find(context).audio());
    }

    private void change(Context context) throws IOException {
        JsonBody body = JsonBody.of(context, List.of("state"));
        MessageState state = state(body.requiredText("state"));
        if (!messages.setState(context.pathParam("box"), id(context), state))
            throw unknown(context);
        context.json(View.of(find(context)));
    }

    private void delete(Context context) {
        if (!messages.delete(context.pathParam("box"), id(context))) throw unknown(context);
        context.status(204);
    }

    private Message find(Context context) {
        return messages.find(context.pathParam("box"), id(context))
                .orElseThrow(() -> unknown(context));
    }

    private static UUID id(Context context) {
        try {
            return UUID.fromString(context.pathParam("id"));
        } catch (IllegalArgumentException _) {
            throw unknown(context);
        }
    }

    private static ProblemException unknown(Context context) {
        return Problem.notFound(
                "message " + context.pathParam("id") + " in mailbox " + context.pathParam("box"));
    }

    private static MessageState state(String word) {
        for (MessageState state : MessageState.values()) {
            if (word(state).equals(word)) return state;
        }
        throw Problem.wrongField("state", "is not allowed", "new or saved");
    }

    private static String word(MessageState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
