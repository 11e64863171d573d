package antiphon.ivr.flow;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Compares the keys a menu's prompts speak of with those it has. Knows English and German; other
/// wordings are passed over.
final class SpokenKeys {
    private static final Pattern SPOKEN =
            Pattern.compile(
                    "\\b(?:press|dial|push|drücken sie|wählen sie)\\s+(?:the\\s+|die\\s+)?(?:key\\s+|taste\\s+)?([\\p{L}\\d*#]+)",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Map<String, Character> WORDS =
            Map.ofEntries(
                    Map.entry("zero", '0'),
                    Map.entry("one", '1'),
                    Map.entry("two", '2'),
                    Map.entry("three", '3'),
                    Map.entry("four", '4'),
                    Map.entry("five", '5'),
                    Map.entry("six", '6'),
                    Map.entry("seven", '7'),
                    Map.entry("eight", '8'),
                    Map.entry("nine", '9'),
                    Map.entry("star", '*'),
                    Map.entry("pound", '#'),
                    Map.entry("hash", '#'),
                    Map.entry("null", '0'),
                    Map.entry("eins", '1'),
                    Map.entry("zwei", '2'),
                    Map.entry("drei", '3'),
                    Map.entry("vier", '4'),
                    Map.entry("fünf", '5'),
                    Map.entry("sechs", '6'),
                    Map.entry("sieben", '7'),
                    Map.entry("acht", '8'),
                    Map.entry("neun", '9'),
                    Map.entry("stern", '*'),
                    Map.entry("raute", '#'));

    private SpokenKeys() {}

    static void check(Step.Menu menu, CheckRun run) {
        List<PromptItem> items = new ArrayList<>(PromptChecks.items(Optional.of(menu.prompts())));
        items.addAll(PromptChecks.items(menu.reprompt()));
        for (String language : run.flow().languages()) {
            Set<Character> spoken = new LinkedHashSet<>();
            boolean allKnown = true;
            for (PromptItem item : items) {
                if (!(item instanceof PromptItem.Recorded recorded)) continue;
                Optional<String> wording = run.context().prompts().wording(language, recorded.id());
                allKnown &= wording.isPresent();
                Set<Character> here = keys(wording.orElse(""));
                for (char key : here) offered(key, recorded, language, menu, run);
                spoken.addAll(here);
            }
            if (allKnown && !spoken.isEmpty()) unspoken(spoken, language, menu, run);
        }
    }

    private static void offered(
            char key, PromptItem.Recorded prompt, String language, Step.Menu menu, CheckRun run) {
        String keys = String.valueOf(key);
        if (menu.keys().match(keys).isPresent() || menu.keys().mayGoOn(keys)) return;
        run.problems()
                .warning(
                        prompt.position(),
                        "F026",
                        "the prompt \"%s\" (%s) speaks of key %s, but the menu has no such key"
                                .formatted(prompt.id(), language, KeyReader.written(key)));
    }

    private static void unspoken(
            Set<Character> spoken, String language, Step.Menu menu, CheckRun run) {
        for (KeyMap.Entry entry : menu.keys().entries()) {
            String place = String.join("", entry.pattern().places());
            boolean isDigit =
                    place.length() == 1 && place.charAt(0) >= '1' && place.charAt(0) <= '9';
            if (!isDigit || spoken.contains(place.charAt(0))) continue;
            run.problems()
                    .warning(
                            entry.position(),
                            "F027",
                            "key %s is spoken of by no prompt of the menu (%s)"
                                    .formatted(entry.pattern().source(), language));
        }
    }

    /// The keys that a wording tells to press.
    static Set<Character> keys(String wording) {
        Set<Character> keys = new LinkedHashSet<>();
        Matcher matcher = SPOKEN.matcher(wording);
        while (matcher.find()) {
            String word = matcher.group(1).toLowerCase(Locale.ROOT);
            Character key = WORDS.get(word);
            if (key != null) keys.add(key);
            else if (word.length() == 1 && KeyReader.ALL.contains(word)) keys.add(word.charAt(0));
        }
        return keys;
    }
}
