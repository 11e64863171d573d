package antiphon.server.http;

import antiphon.storage.InvalidMailbox;
import antiphon.storage.Mailbox;
import antiphon.storage.MailboxChange;
import antiphon.storage.MailboxExists;
import antiphon.storage.Mailboxes;
import antiphon.storage.NewMailbox;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Mailboxes. PINs go in and never come out.
final class MailboxRoutes implements Routes {
    private static final String ALL = "/api/v1/mailboxes";
    private static final String ONE = ALL + "/{box}";

    private final Mailboxes mailboxes;

    MailboxRoutes(Mailboxes mailboxes) {
        this.mailboxes = mailboxes;
    }

    record View(
            String number,
            @Nullable String name,
            String language,
            boolean hasPin,
            @Nullable Instant lockedUntil,
            Instant createdAt,
            int newMessages,
            int savedMessages) {
        static View of(Mailbox box) {
            return new View(
                    box.number(),
                    box.name(),
                    box.language(),
                    box.hasPin(),
                    box.lockedUntil(),
                    box.createdAt(),
                    box.newMessages(),
                    box.savedMessages());
        }
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(ALL, context -> context.json(mailboxes.list().stream().map(View::of).toList()));
        routes.post(ALL, this::create);
        routes.get(ONE, context -> context.json(View.of(find(mailboxes, context))));
        routes.patch(ONE, this::change);
        routes.delete(ONE, this::delete);
    }

    /// The mailbox that the path names, or 404.
    static Mailbox find(Mailboxes mailboxes, Context context) {
        String number = context.pathParam("box");
        return mailboxes.find(number).orElseThrow(() -> Problem.notFound("mailbox " + number));
    }

    private void create(Context context) throws IOException {
        JsonBody body = JsonBody.of(context, List.of("number", "pin", "name", "language"));
        var wanted =
                new NewMailbox(
                        body.requiredText("number"),
                        body.text("pin"),
                        body.text("name"),
                        body.text("language"));
        try {
            Mailbox made = mailboxes.create(wanted);
            context.status(201).header("Location", ALL + "/" + made.number()).json(View.of(made));
        } catch (MailboxExists e) {
            throw Problem.conflict("mailbox " + e.number() + " exists already");
        } catch (InvalidMailbox e) {
            throw Problem.wrongField(e.field(), "is not allowed", e.allowed());
        }
    }

    private void change(Context context) throws IOException {
        JsonBody body = JsonBody.of(context, List.of("pin", "name", "language"));
        String number = context.pathParam("box");
        try {
            var change =
                    new MailboxChange(body.text("pin"), body.text("name"), body.text("language"));
            Mailbox changed =
                    mailboxes
                            .update(number, change)
                            .orElseThrow(() -> Problem.notFound("mailbox " + number));
            context.json(View.of(changed));
        } catch (InvalidMailbox e) {
            throw Problem.wrongField(e.field(), "is not allowed", e.allowed());
        }
    }

    private void delete(Context context) {
        String number = context.pathParam("box");
        if (!mailboxes.delete(number)) throw Problem.notFound("mailbox " + number);
        context.status(204);
    }
}
