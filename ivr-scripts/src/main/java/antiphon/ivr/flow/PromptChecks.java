package antiphon.ivr.flow;

import antiphon.ivr.yaml.Nearest;
import antiphon.ivr.yaml.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whether every prompt exists in every language, and says the keys that are there.
final class PromptChecks {
    private static final Pattern SECRET_WORDS =
            Pattern.compile(
                    "\\b(pin|password|passcode|card number|credit card|kartennummer|passwort|kennwort|geheimzahl)\\b",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /// Exists in no language.
    private static final String NOWHERE = "F031";

    /// Exists in other languages alone.
    private static final String ELSEWHERE = "F032";

    private PromptChecks() {}

    static boolean isMissing(Problem problem) {
        return problem.code().equals(NOWHERE) || problem.code().equals(ELSEWHERE);
    }

    static void run(CheckRun run) {
        languages(run.flow(), run.flow().languages(), "", run);
        for (Step step : StepWalk.of(run.flow())) {
            if (step instanceof Step.Menu menu) SpokenKeys.check(menu, run);
            if (step instanceof Step.Collect collect) secret(collect, run);
        }
    }

    /// @param because why the languages are needed, for those of a calling flow
    static void languages(Flow flow, Collection<String> languages, String because, CheckRun run) {
        for (Step step : StepWalk.of(flow))
            for (PromptItem item : items(step))
                if (item instanceof PromptItem.Recorded recorded)
                    languages(recorded, languages, because, run);
    }

    private static void languages(
            PromptItem.Recorded prompt,
            Collection<String> languages,
            String because,
            CheckRun run) {
        PromptIndex index = run.context().prompts();
        List<String> missing =
                languages.stream().filter(language -> !has(index, language, prompt.id())).toList();
        if (missing.isEmpty()) return;
        boolean known = index.languages().stream().anyMatch(any -> index.has(any, prompt.id()));
        if (known)
            run.problems()
                    .error(
                            prompt.position(),
                            ELSEWHERE,
                            "the prompt \"%s\" is missing in %s%s; record it, or take the language out of `languages`"
                                    .formatted(prompt.id(), String.join(", ", missing), because));
        else
            run.problems()
                    .error(
                            prompt.position(),
                            NOWHERE,
                            "there is no prompt \"%s\" in any language%s"
                                    .formatted(
                                            prompt.id(), Nearest.hint(prompt.id(), index.ids())));
    }

    /// `de-AT` may use what is there for `de`.
    private static boolean has(PromptIndex index, String language, String id) {
        int dash = language.indexOf('-');
        return index.has(language, id) || (dash > 0 && index.has(language.substring(0, dash), id));
    }

    private static void secret(Step.Collect collect, CheckRun run) {
        if (collect.secret()) return;
        for (PromptItem item : items(Optional.of(collect.prompts()))) {
            if (!(item instanceof PromptItem.Recorded recorded)) continue;
            for (String language : run.flow().languages()) {
                String wording =
                        run.context().prompts().wording(language, recorded.id()).orElse("");
                if (!SECRET_WORDS.matcher(wording.toLowerCase(Locale.ROOT)).find()) continue;
                run.problems()
                        .warning(
                                collect.position(),
                                "F062",
                                "the prompt \"%s\" asks for something secret; add `secret: true`, so that the digits reach no log"
                                        .formatted(recorded.id()));
                return;
            }
        }
    }

    /// Everything that a step may play itself.
    static List<PromptItem> items(Step step) {
        List<PromptItem> items = new ArrayList<>();
        switch (step) {
            case Step.Play play -> items.addAll(items(Optional.of(play.prompts())));
            case Step.Menu menu -> {
                items.addAll(items(Optional.of(menu.prompts())));
                items.addAll(items(menu.reprompt()));
                items.addAll(items(menu.noInput()));
                items.addAll(items(menu.noMatch()));
            }
            case Step.Collect collect -> {
                items.addAll(items(Optional.of(collect.prompts())));
                items.addAll(items(collect.reprompt()));
                items.addAll(items(collect.noInput()));
                items.addAll(items(collect.noMatch()));
                items.addAll(items(collect.confirm().map(Step.Confirm::prompts)));
            }
            case Step.Pin pin -> {
                items.addAll(items(Optional.of(pin.prompts())));
                items.addAll(items(pin.reprompt()));
                items.addAll(items(pin.noInput()));
                items.addAll(items(pin.noMatch()));
            }
            case Step.Recording recording -> items.addAll(items(recording.prompts()));
            case Step.Voicemail voicemail -> {
                if (voicemail.greeting() instanceof Step.Greeting.Spoken(Prompts prompts))
                    items.addAll(items(Optional.of(prompts)));
            }
            case Step.Answer _,
                    Step.Reject _,
                    Step.Mailbox _,
                    Step.Conference _,
                    Step.Music _,
                    Step.Echo _,
                    Step.Wait _,
                    Step.Choose _,
                    Step.Go _,
                    Step.Assign _,
                    Step.Language _,
                    Step.HangUp _,
                    Step.Call _,
                    Step.Return _ -> {}
        }
        return items;
    }

    static List<PromptItem> items(Optional<Prompts> prompts) {
        List<PromptItem> items = new ArrayList<>();
        prompts.ifPresent(each -> each.byAttempt().values().forEach(items::addAll));
        return items;
    }
}
