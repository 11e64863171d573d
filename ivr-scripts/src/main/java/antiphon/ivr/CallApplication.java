package antiphon.ivr;

import antiphon.ivr.expression.Value;
import antiphon.ivr.flow.Flow;
import antiphon.ivr.run.FlowRelease;
import antiphon.ivr.run.FlowRun;
import antiphon.ivr.run.RunLimits;
import antiphon.ivr.run.Trace;
import antiphon.ivr.voicemail.GreetingReason;
import antiphon.ivr.world.Speech;
import antiphon.ivr.world.World;
import antiphon.media.AudioClip;
import antiphon.signaling.Call;
import antiphon.signaling.CallHandler;
import antiphon.signaling.CallRequest;
import antiphon.storage.Mailbox;
import antiphon.storage.StorageUnavailable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes every call to its service: by the routes, or, where no route but one for anyone matches,
/// to the mailbox of the user in To. Whom nobody knows gets 404 before an answer, so that the proxy
/// can go on. Safe for any thread.
public final class CallApplication implements CallHandler {
    private static final Logger LOG = LoggerFactory.getLogger(CallApplication.class);

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private static final int SHOWN_MAX = 64;

    /// The language of prompts where neither mailbox nor flow names another.
    private static final String LANGUAGE = "en";

    private final Supplier<FlowRelease> releases;
    private final World world;
    private final List<Route> routes;
    private final RunLimits limits;

    /// @param releases gives the release that a new call begins with
    /// @param routes the first match wins
    public CallApplication(
            Supplier<FlowRelease> releases, World world, List<Route> routes, RunLimits limits) {
        this.releases = releases;
        this.world = world;
        this.routes = List.copyOf(routes);
        this.limits = limits;
    }

    @Override
    public void handle(Call call) {
        FlowRelease release = releases.get();
        CallRequest request = call.request();
        try {
            Optional<Runnable> service = service(call, release);
            if (service.isEmpty()) {
                LOG.info("call {}: nobody here is {}", call.id(), shown(request.user()));
                call.reject(NOT_FOUND, "Not Found");
            } else {
                service.get().run();
            }
        } catch (StorageUnavailable e) {
            LOG.error("call {}: {}", call.id(), e.getMessage());
            if (!call.answered()) {
                call.reject(UNAVAILABLE, "Storage Unavailable");
            }
        }
    }

    private Optional<Runnable> service(Call call, FlowRelease release) {
        CallRequest request = call.request();
        for (Route route : routes) {
            Optional<String> argument = route.argument(request.user());
            if (argument.isPresent()) {
                Optional<Runnable> service =
                        service(call, release, route.service(), argument.get());
                // Whoever is named by a route of his own is meant: nobody else takes his calls.
                return route.takesAnyone()
                        ? service.or(() -> calledMailbox(call, release))
                        : service;
            }
        }
        return calledMailbox(call, release);
    }

    /// A proxy's failure route may keep the number in To alone.
    private Optional<Runnable> calledMailbox(Call call, FlowRelease release) {
        return deposit(call, release, call.request().calledNumber(), reason(call));
    }

    private Optional<Runnable> service(
            Call call, FlowRelease release, Service service, String argument) {
        return switch (service) {
            case FLOW -> flow(call, release, argument);
            case CONFERENCE -> builtIn(call, release, "conference", Map.of("name", text(argument)));
            case DEPOSIT -> deposit(call, release, target(call).orElse(argument), reason(call));
            case DEPOSIT_UNAVAILABLE ->
                    deposit(call, release, argument, GreetingReason.UNAVAILABLE);
            case DEPOSIT_BUSY -> deposit(call, release, argument, GreetingReason.BUSY);
            case MAILBOX ->
                    target(call)
                            .map(box -> deposit(call, release, box, reason(call)))
                            .orElseGet(() -> builtIn(call, release, "voicemail", Map.of()));
            case MUSIC ->
                    world.musicExists(argument)
                            ? builtIn(call, release, "music", Map.of("music_class", text(argument)))
                            : Optional.empty();
            case ECHO -> builtIn(call, release, "echo", Map.of());
            case ANNOUNCEMENT -> announcement(call, release);
        };
    }

    /// A flow that wants inputs is a part of others and no service of its own.
    private Optional<Runnable> flow(Call call, FlowRelease release, String name) {
        return release.flow(name)
                .filter(flow -> flow.inputs().isEmpty())
                .map(flow -> () -> run(call, release, flow, Map.of(), language(flow)));
    }

    private Optional<Runnable> builtIn(
            Call call, FlowRelease release, String name, Map<String, Value> inputs) {
        return release.flow(name)
                .map(flow -> () -> run(call, release, flow, inputs, language(flow)));
    }

    private Optional<Runnable> deposit(
            Call call, FlowRelease release, String box, GreetingReason reason) {
        Optional<Mailbox> mailbox = box.isEmpty() ? Optional.empty() : world.mailbox(box);
        if (mailbox.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Value> inputs =
                Map.of(
                        "box", text(mailbox.get().number()),
                        "reason", text(reason.name().toLowerCase(Locale.ROOT)));
        return release.flow("deposit")
                .map(flow -> () -> run(call, release, flow, inputs, mailbox.get().language()));
    }

    private Optional<Runnable> announcement(Call call, FlowRelease release) {
        Map<String, String> parameters = call.request().uriParameters();
        String id = parameters.get("play");
        Optional<Announcement> announcement = Announcement.of(parameters);
        if (id == null || announcement.isEmpty()) {
            return Optional.of(() -> call.reject(BAD_REQUEST, "play= is missing or wrong"));
        }
        String language = parameters.getOrDefault("locale", LANGUAGE).replace('_', '-');
        Optional<AudioClip> clip = Speech.find(release.prompts(), language, LANGUAGE, id);
        return clip.map(one -> () -> announcement.get().play(call, one));
    }

    private void run(
            Call call, FlowRelease release, Flow flow, Map<String, Value> inputs, String language) {
        new FlowRun(call, world, release, limits, Trace.NONE, language).run(flow, inputs);
    }

    /// Strangers choose this text: no new lines in our log, and no novels.
    private static String shown(String user) {
        String plain = user.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() <= SHOWN_MAX ? plain : plain.substring(0, SHOWN_MAX) + "…";
    }

    private static GreetingReason reason(Call call) {
        return GreetingReason.of(call.request());
    }

    /// RFC 4458 §2: the mailbox is the user of the `target` URI.
    private static Optional<String> target(Call call) {
        String target = call.request().uriParameters().get("target");
        if (target == null || target.length() > Route.USER_LENGTH_MAX) {
            return Optional.empty();
        }
        String uri = target.replaceFirst("(?i)^(sips?|tel):", "").replace("%40", "@");
        String user = uri.replaceFirst("[@;?].*$", "");
        return user.isEmpty() ? Optional.empty() : Optional.of(user);
    }

    private static String language(Flow flow) {
        return flow.languages().getFirst();
    }

    private static Value text(String text) {
        return new Value.Text(text);
    }
}
