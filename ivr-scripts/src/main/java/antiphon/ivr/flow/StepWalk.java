package antiphon.ivr.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the steps of a flow and where each leads. Nesting is bounded by the reader.
final class StepWalk {
    private StepWalk() {}

    /// A way out of a step.
    ///
    /// @param name as it stands in the flow: `key 1`, `otherwise`, `on_full`
    record Exit(String name, Target target) {}

    /// All steps, inline ones too, in the order of the text; those of `on_hang_up` are not among
    /// them.
    static List<Step> of(Flow flow) {
        List<Step> steps = new ArrayList<>();
        for (Node node : flow.nodes().values()) collect(node.steps(), steps);
        flow.onError().ifPresent(target -> collect(target, steps));
        return steps;
    }

    static List<Step> of(List<Step> list) {
        List<Step> steps = new ArrayList<>();
        collect(list, steps);
        return steps;
    }

    private static void collect(List<Step> list, List<Step> into) {
        for (Step step : list) {
            into.add(step);
            for (Exit exit : exits(step)) collect(exit.target(), into);
        }
    }

    private static void collect(Target target, List<Step> into) {
        if (target instanceof Target.Inline(List<Step> steps)) collect(steps, into);
    }

    /// Every target of a step itself, `on_error` last.
    static List<Exit> exits(Step step) {
        List<Exit> exits = new ArrayList<>();
        switch (step) {
            case Step.Menu menu -> {
                keys(menu.keys(), exits);
                exits.add(new Exit("otherwise", menu.otherwise()));
            }
            case Step.Collect collect -> exits.add(new Exit("otherwise", collect.otherwise()));
            case Step.Pin pin -> {
                add("on_locked_out", pin.onLockedOut(), exits);
                exits.add(new Exit("otherwise", pin.otherwise()));
            }
            case Step.Recording recording -> add("on_empty", recording.onEmpty(), exits);
            case Step.Voicemail voicemail -> {
                keys(voicemail.keys(), exits);
                add("on_empty", voicemail.onEmpty(), exits);
                add("on_refused", voicemail.onRefused(), exits);
            }
            case Step.Conference conference -> {
                add("on_full", conference.onFull(), exits);
                add("on_locked", conference.onLocked(), exits);
                add("on_removed", conference.onRemoved(), exits);
            }
            case Step.Choose choose ->
                    choose.choices()
                            .forEach(choice -> exits.add(new Exit("choose", choice.target())));
            case Step.Go go -> exits.add(new Exit("go", go.target()));
            case Step.Answer _,
                    Step.Reject _,
                    Step.Play _,
                    Step.Mailbox _,
                    Step.Music _,
                    Step.Echo _,
                    Step.Wait _,
                    Step.Assign _,
                    Step.Language _,
                    Step.HangUp _,
                    Step.Call _,
                    Step.Return _ -> {}
        }
        add("on_error", step.common().onError(), exits);
        return exits;
    }

    private static void keys(KeyMap keys, List<Exit> exits) {
        for (KeyMap.Entry entry : keys.entries())
            exits.add(new Exit("key " + entry.pattern().source(), entry.target()));
    }

    private static void add(String name, Optional<Target> target, List<Exit> exits) {
        target.ifPresent(there -> exits.add(new Exit(name, there)));
    }
}
