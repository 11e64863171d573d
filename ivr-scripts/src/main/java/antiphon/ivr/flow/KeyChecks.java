package antiphon.ivr.flow;

import antiphon.ivr.yaml.Scalars;
import java.util.List;
import java.util.Optional;

/// Whether the keys of a step mean what a caller expects.
final class KeyChecks {
    /// Callers do not keep more in mind (Avaya's and Plum's guides say four or five).
    static final int OPTIONS_MAX = 5;

    private KeyChecks() {}

    static void run(CheckRun run) {
        for (Step step : StepWalk.of(run.flow())) {
            switch (step) {
                case Step.Menu menu -> menu(menu, run);
                case Step.Voicemail voicemail -> voicemail(voicemail, run);
                default -> {}
            }
        }
        for (Node node : run.flow().nodes().values()) lateEndKeys(node.steps(), run);
    }

    private static void menu(Step.Menu menu, CheckRun run) {
        List<KeyMap.Entry> entries = menu.keys().entries();
        for (int i = 0; i < entries.size(); i++) {
            waiting(entries.get(i), menu, run);
            for (int j = 0; j < i; j++) sameKeys(entries.get(j), entries.get(i), run);
        }
        long options = entries.stream().filter(KeyChecks::isOption).count();
        if (options > OPTIONS_MAX)
            run.problems()
                    .warning(
                            menu.position(),
                            "F024",
                            "the menu has %d options; callers keep %d in mind: make a menu of menus"
                                    .formatted(options, OPTIONS_MAX));
    }

    /// `0`, `star` and `pound` are kept in mind by habit.
    private static boolean isOption(KeyMap.Entry entry) {
        return !List.of("0", "*", "#").contains(String.join("", entry.pattern().places()));
    }

    private static void waiting(KeyMap.Entry entry, Step.Menu menu, CheckRun run) {
        Optional<KeyMap.Entry> longer =
                menu.keys().entries().stream()
                        .filter(other -> isBeginning(entry.pattern(), other.pattern()))
                        .findFirst();
        longer.ifPresent(other ->
                run.problems()
                        .warning(
                                entry.position(),
                                "F021",
                                "key %s waits %s (`decide`), because %s may follow; use a key that begins nothing else"
                                        .formatted(
                                                entry.pattern().source(),
                                                Scalars.written(menu.timing().decide()),
                                                other.pattern().source())));
    }

    private static boolean isBeginning(KeyPattern shorter, KeyPattern longer) {
        return shorter.length() < longer.length() && overlap(shorter, longer, shorter.length());
    }

    private static boolean overlap(KeyPattern a, KeyPattern b, int length) {
        for (int i = 0; i < length; i++) {
            String keys = b.places().get(i);
            boolean shared = a.places().get(i).chars().anyMatch(key -> keys.indexOf(key) >= 0);
            if (!shared) return false;
        }
        return true;
    }

    private static void sameKeys(KeyMap.Entry first, KeyMap.Entry second, CheckRun run) {
        KeyPattern a = first.pattern();
        KeyPattern b = second.pattern();
        if (a.length() != b.length() || !overlap(a, b, a.length())) return;
        if (a.places().equals(b.places())) {
            run.problems()
                    .error(
                            second.position(),
                            "F022",
                            "key %s is never reached: %s in line %d takes the same keys"
                                    .formatted(b.source(), a.source(), first.position().line()));
        } else if (a.choices() == b.choices()) {
            run.problems()
                    .warning(
                            second.position(),
                            "F022",
                            "some keys fit both %s and %s; the first one takes them"
                                    .formatted(a.source(), b.source()));
        }
    }

    private static void voicemail(Step.Voicemail voicemail, CheckRun run) {
        for (KeyMap.Entry entry : voicemail.keys().entries()) {
            KeyPattern pattern = entry.pattern();
            boolean isEndKey = voicemail.endKey().filter(key -> pattern.takes(0, key)).isPresent();
            if (isEndKey)
                run.problems()
                        .error(
                                entry.position(),
                                "F023",
                                "key %s is also the `end_key` of the recording; a key can have one meaning"
                                        .formatted(pattern.source()));
        }
    }

    /// D9: a late end key is swallowed, unless the next listener has it as a key of its own.
    private static void lateEndKeys(List<Step> steps, CheckRun run) {
        Optional<Step.Collect> before = Optional.empty();
        for (Step step : steps) {
            if (step instanceof Step.Menu menu && before.isPresent())
                lateEndKey(before.get(), menu, run);
            if (step instanceof Step.Collect collect && endsByLength(collect))
                before = Optional.of(collect);
            else if (!(step instanceof Step.Assign) && !(step instanceof Step.Play))
                before = Optional.empty();
            for (StepWalk.Exit exit : StepWalk.exits(step))
                if (exit.target() instanceof Target.Inline(List<Step> inline))
                    lateEndKeys(inline, run);
        }
    }

    private static boolean endsByLength(Step.Collect collect) {
        return collect.confirm().isEmpty() && collect.ending().endKey().isPresent();
    }

    private static void lateEndKey(Step.Collect collect, Step.Menu menu, CheckRun run) {
        char endKey = collect.ending().endKey().orElseThrow();
        for (KeyMap.Entry entry : menu.keys().entries()) {
            if (!entry.pattern().takes(0, endKey)) continue;
            run.problems()
                    .warning(
                            entry.position(),
                            "F028",
                            "a caller who ends the input of line %d with %s too late chooses this; use another key"
                                    .formatted(
                                            collect.position().line(), KeyReader.written(endKey)));
        }
    }
}
