package antiphon.server.http;

import antiphon.ivr.FlowLibrary;
import antiphon.ivr.prompt.Prompt;
import antiphon.ivr.prompt.PromptCatalogue;
import antiphon.ivr.prompt.PromptFacts;
import antiphon.ivr.prompt.PromptRefused;
import antiphon.server.audio.AudioImport.Loudness;
import antiphon.server.audio.ImportedAudio;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// What callers hear. A name may have one folder: `digits/7`.
final class PromptRoutes implements Routes {
    private static final String ALL = "/api/v1/prompts";
    private static final String ONE = ALL + "/{language}/<name>";

    /// The last part of a name that would hide the path of the audio.
    private static final String RESERVED = "audio";

    private final PromptCatalogue prompts;
    private final FlowLibrary flows;
    private final Uploads uploads;
    private final Clock clock;

    PromptRoutes(PromptCatalogue prompts, FlowLibrary flows, Uploads uploads, Clock clock) {
        this.prompts = prompts;
        this.flows = flows;
        this.uploads = uploads;
        this.clock = clock;
    }

    /// @param uploaded false: it came with the server
    /// @param warnings about an upload, in words
    record View(
            String language,
            String name,
            String wording,
            long durationMillis,
            boolean uploaded,
            String audio,
            List<String> warnings) {
        static View of(Prompt prompt, List<String> warnings) {
            return new View(
                    prompt.language(),
                    prompt.id(),
                    prompt.wording(),
                    prompt.clip().durationMillis(),
                    !prompt.shipped(),
                    ALL + "/" + prompt.language() + "/" + prompt.id() + "/audio",
                    warnings);
        }
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(ALL, context -> context.json(all().map(p -> View.of(p, List.of())).toList()));
        routes.get(ONE + "/audio", this::audio); // before the next, which would match it as well
        routes.get(ONE, context -> context.json(View.of(find(context), List.of())));
        routes.put(ONE, this::put);
        routes.delete(ONE, this::delete);
    }

    private Stream<Prompt> all() {
        return prompts.languages().stream()
                .flatMap(language ->
                        prompts.ids(language).stream()
                                .map(id -> prompts.find(language, id))
                                .flatMap(Optional::stream));
    }

    private Prompt find(Context context) {
        String language = context.pathParam("language");
        String name = context.pathParam("name");
        try {
            return prompts.find(language, name)
                    .filter(prompt -> prompts.ids(language).contains(name))
                    .orElseThrow(() -> unknown(context));
        } catch (PromptRefused _) {
            throw unknown(context);
        }
    }

    private void audio(Context context) throws IOException {
        Prompt prompt = find(context);
        try (InputStream wav =
                prompts.openAudio(prompt.language(), prompt.id())
                        .orElseThrow(() -> unknown(context))) {
            AudioFile.answer(context, wav.readAllBytes());
        }
    }

    private void put(Context context) throws IOException {
        String language = context.pathParam("language");
        String name = context.pathParam("name");
        if (name.endsWith("/" + RESERVED) || name.equals(RESERVED)) {
            throw Problem.wrongField("name", "is reserved", "any other than " + RESERVED);
        }
        try (ImportedAudio audio = uploads.receive(context, name, Loudness.AS_PROMPTS)) {
            var facts =
                    new PromptFacts(
                            Objects.requireNonNullElse(context.queryParam("wording"), ""),
                            Objects.requireNonNullElse(context.queryParam("fileName"), ""),
                            clock.instant(),
                            audio.durationMillis(),
                            audio.levelLufs());
            Prompt prompt = prompts.put(language, name, audio.wav(), facts);
            flows.promptUploaded();
            context.json(View.of(prompt, audio.warnings()));
        } catch (PromptRefused e) {
            throw new ProblemException(Problem.of(422, String.valueOf(e.getMessage())));
        }
    }

    private void delete(Context context) throws IOException {
        Prompt prompt = find(context);
        if (prompt.shipped()) {
            throw Problem.conflict(
                    "prompt "
                            + prompt.language()
                            + "/"
                            + prompt.id()
                            + " came with the server and stays");
        }
        List<Problem.Line> places =
                Problem.Line.of(flows.removePrompt(prompt.language(), prompt.id()));
        if (!places.isEmpty()) {
            throw new ProblemException(
                    Problem.of(
                                    409,
                                    "prompt %s/%s is needed by flows"
                                            .formatted(prompt.language(), prompt.id()))
                            .with(places));
        }
        context.status(204);
    }

    private static ProblemException unknown(Context context) {
        return Problem.notFound(
                "prompt " + context.pathParam("language") + "/" + context.pathParam("name"));
    }
}
