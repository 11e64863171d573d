package antiphon.ivr.flow;

import antiphon.ivr.expression.CelExpressions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A server for tests: some prompts with their wording, box 1001, room lobby, music default.
final class Contexts {
    private static final CelExpressions EXPRESSIONS = new CelExpressions();

    private Contexts() {}

    /// @param prompts `language/id` → wording; any id that is not listed is unknown
    static CheckContext with(Map<String, String> prompts) {
        return new CheckContext(
                EXPRESSIONS, index(prompts), new SmallWorld(), Timing.SERVER_DEFAULT);
    }

    /// Every prompt exists in every language, without wording.
    static CheckContext lenient() {
        return new CheckContext(
                EXPRESSIONS, new AllPrompts(), new SmallWorld(), Timing.SERVER_DEFAULT);
    }

    private static PromptIndex index(Map<String, String> prompts) {
        return new PromptIndex() {
            @Override
            public Set<String> languages() {
                Set<String> languages = new TreeSet<>();
                for (String key : prompts.keySet())
                    languages.add(key.substring(0, key.indexOf('/')));
                return languages;
            }

            @Override
            public boolean has(String language, String id) {
                return prompts.containsKey(language + "/" + id);
            }

            @Override
            public Optional<String> wording(String language, String id) {
                return Optional.ofNullable(new TreeMap<>(prompts).get(language + "/" + id));
            }

            @Override
            public Set<String> ids() {
                Set<String> ids = new TreeSet<>();
                for (String key : prompts.keySet()) ids.add(key.substring(key.indexOf('/') + 1));
                return ids;
            }
        };
    }

    private record AllPrompts() implements PromptIndex {
        @Override
        public Set<String> languages() {
            return Set.of("en", "de");
        }

        @Override
        public boolean has(String language, String id) {
            return true;
        }

        @Override
        public Optional<String> wording(String language, String id) {
            return Optional.empty();
        }

        @Override
        public Set<String> ids() {
            return Set.of();
        }
    }

    private record SmallWorld() implements WorldIndex {
        @Override
        public boolean mailboxExists(String number) {
            return Set.of("1001", "office", "support").contains(number);
        }

        @Override
        public boolean roomExists(String name) {
            return name.equals("lobby");
        }

        @Override
        public boolean musicExists(String musicClass) {
            return Set.of("default", "lobby").contains(musicClass);
        }

        @Override
        public boolean settingExists(String name) {
            return name.equals("domain");
        }
    }
}
