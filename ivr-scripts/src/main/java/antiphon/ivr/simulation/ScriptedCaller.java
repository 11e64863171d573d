package antiphon.ivr.simulation;

import antiphon.ivr.expression.EvaluationFailed;
import antiphon.ivr.expression.Scope;
import antiphon.ivr.simulation.ScriptStep.After;
import antiphon.ivr.simulation.ScriptStep.Ends;
import antiphon.ivr.simulation.ScriptStep.Expects;
import antiphon.ivr.simulation.ScriptStep.HangsUp;
import antiphon.ivr.simulation.ScriptStep.Hears;
import antiphon.ivr.simulation.ScriptStep.HearsNothing;
import antiphon.ivr.simulation.ScriptStep.InNode;
import antiphon.ivr.simulation.ScriptStep.Presses;
import antiphon.ivr.simulation.ScriptStep.Removed;
import antiphon.ivr.simulation.ScriptStep.Silent;
import antiphon.ivr.simulation.ScriptStep.Speaks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A caller who follows a script; at its end he hangs up. One thread.
final class ScriptedCaller implements Caller {
    /// Between two keys of one `presses`.
    private static final long KEY_GAP_NANOS = Duration.ofMillis(150).toNanos();

    /// After this the flow has done what it does at the moment the caller acts: flows take no
    /// virtual time to think.
    private static final long REACTION_NANOS = Duration.ofMillis(1).toNanos();

    /// What a step says: go on, ask again at that time, or this is wrong.
    private sealed interface Progress {
        record Done() implements Progress {}

        record Wait(long untilNanos) implements Progress {}

        record Wrong(String why) implements Progress {}
    }

    private static final Progress DONE = new Progress.Done();
    private static final Progress WAIT = new Progress.Wait(NEVER);

    private final List<ScriptStep> steps;
    private final boolean strict;
    private final Scope scope;
    private int place;
    private int heardBefore;
    private int nodesBefore;
    private int part;
    private long stepNanos = -1;
    private boolean flowEnded;
    private @Nullable Heard lastHeard;
    private @Nullable String fault;

    /// @param strict a prompt that is not listed is a fault
    /// @param scope what `expect` sees
    ScriptedCaller(List<ScriptStep> steps, boolean strict, Scope scope) {
        this.steps = steps;
        this.strict = strict;
        this.scope = scope;
    }

    /// What differed first.
    Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /// The flow has done what it does after the call's end: now the rest of the script is looked
    /// at.
    void flowEnded(SimCall call) {
        flowEnded = true;
        act(call);
    }

    @Override
    public long act(SimCall call) {
        while (fault == null && place < steps.size()) {
            if (call.ended() != null && !flowEnded) {
                return NEVER;
            }
            ScriptStep step = steps.get(place);
            if (stepNanos < 0) {
                stepNanos = call.nanoTime();
            }
            switch (progress(step, call)) {
                case Progress.Done _ -> {
                    place++;
                    part = 0;
                    stepNanos = -1;
                }
                case Progress.Wait(long until) -> {
                    if (call.ended() == null) {
                        return until;
                    }
                    wrong(call, step, "the call is over");
                }
                case Progress.Wrong(String why) -> wrong(call, step, why);
            }
        }
        if (call.ended() == null) {
            call.hangsUp();
        }
        return NEVER;
    }

    private void wrong(SimCall call, ScriptStep step, String why) {
        fault = step.position() + ": " + wanted(step) + ": " + why;
        call.ladder().fault(wanted(step) + ": " + why);
    }

    private Progress progress(ScriptStep step, SimCall call) {
        return switch (step) {
            case Hears hears -> hears(hears, call);
            case HearsNothing _ -> settled(call) ? hearsNothing(call) : soon();
            case After after -> {
                Heard last = lastHeard;
                yield until(
                        (last == null ? stepNanos : last.startNanos()) + nanos(after.time()), call);
            }
            case Silent silent -> silent(silent, call);
            case Presses presses -> press(presses, call);
            case Speaks speaks -> speak(speaks, call);
            case InNode node -> inNode(node, call) ? DONE : WAIT;
            case Removed _ -> {
                if (call.conference() == null) {
                    yield call.ended() == null
                            ? WAIT
                            : new Progress.Wrong("the caller was in no room");
                }
                call.removeFromConference();
                yield DONE;
            }
            case HangsUp _ -> {
                if (call.ended() != null) {
                    yield new Progress.Wrong("the server has hung up");
                }
                call.hangsUp();
                yield DONE;
            }
            case Ends _ -> call.ended() == null ? WAIT : DONE;
            case Expects expects -> settled(call) ? expect(expects) : soon();
        };
    }

    private Progress hears(Hears step, SimCall call) {
        int count = call.heardCount();
        while (part < step.prompts().size()) {
            String wanted = step.prompts().get(part);
            if (heardBefore == count) {
                return WAIT;
            }
            Heard heard = call.heard(heardBefore++);
            if (heard.is(wanted)) {
                lastHeard = heard;
                part++;
            } else if (strict) {
                return new Progress.Wrong("heard " + heard.name() + " instead of " + wanted);
            }
        }
        return DONE;
    }

    private Progress hearsNothing(SimCall call) {
        if (heardBefore < call.heardCount()) {
            return new Progress.Wrong("heard " + call.heard(heardBefore).name());
        }
        return call.hearsSomething() ? new Progress.Wrong("still hears something") : DONE;
    }

    private Progress silent(Silent step, SimCall call) {
        if (part == 0 && !settled(call)) {
            return soon();
        }
        if (call.ended() != null) {
            return DONE;
        }
        if (part == 0) {
            long end = call.audibleUntil();
            if (end > call.nanoTime() && end != NEVER) {
                return new Progress.Wait(end);
            }
            part = 1;
            stepNanos = Math.max(stepNanos, end == NEVER ? stepNanos : end);
        }
        return until(stepNanos + nanos(step.time()), call);
    }

    private Progress press(Presses step, SimCall call) {
        if (call.ended() != null) {
            return new Progress.Wrong("the call is over");
        }
        if (!call.answered()) {
            return WAIT;
        }
        long due = stepNanos + part * KEY_GAP_NANOS;
        if (call.nanoTime() < due) {
            return new Progress.Wait(due);
        }
        acted(call);
        call.press(step.keys().charAt(part++));
        return part < step.keys().length() ? new Progress.Wait(due + KEY_GAP_NANOS) : DONE;
    }

    private Progress speak(Speaks step, SimCall call) {
        if (part == 0) {
            part = 1;
            acted(call);
            call.speak(step.time());
        }
        return until(stepNanos + nanos(step.time()), call);
    }

    private Progress expect(Expects step) {
        try {
            return step.condition().holds(scope) ? DONE : new Progress.Wrong("it is not so");
        } catch (EvaluationFailed e) {
            return new Progress.Wrong(String.valueOf(e.getMessage()));
        }
    }

    private boolean inNode(InNode step, SimCall call) {
        List<String> entered = call.ladder().entered();
        for (int at = Math.max(0, nodesBefore - 1); at < entered.size(); at++) {
            String node = entered.get(at);
            if (node.equals(step.node()) || node.endsWith("/" + step.node())) {
                return true;
            }
        }
        return false;
    }

    private void acted(SimCall call) {
        nodesBefore = call.ladder().entered().size();
    }

    private boolean settled(SimCall call) {
        return call.ended() != null || call.nanoTime() >= stepNanos + REACTION_NANOS;
    }

    private Progress soon() {
        return new Progress.Wait(stepNanos + REACTION_NANOS);
    }

    private static Progress until(long nanos, SimCall call) {
        return call.nanoTime() >= nanos ? DONE : new Progress.Wait(nanos);
    }

    private static long nanos(Duration time) {
        return time.toNanos();
    }

    private static String wanted(ScriptStep step) {
        return switch (step) {
            case Hears hears -> "hears " + String.join(", ", hears.prompts());
            case HearsNothing _ -> "hears nothing";
            case After after -> "after " + after.time().toMillis() + " ms";
            case Silent silent -> "silent for " + silent.time().toMillis() + " ms";
            case Presses presses -> "presses " + presses.keys();
            case Speaks speaks -> "speaks for " + speaks.time().toMillis() + " ms";
            case InNode node -> "node " + node.node();
            case Removed _ -> "removed";
            case HangsUp _ -> "hangs up";
            case Ends _ -> "the server ends the call";
            case Expects expects -> "expect " + expects.condition().source();
        };
    }
}
