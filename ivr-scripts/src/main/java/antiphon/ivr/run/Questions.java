package antiphon.ivr.run;

import antiphon.ivr.expression.Type;
import antiphon.ivr.expression.Value;
import antiphon.ivr.flow.Prompts;
import antiphon.ivr.flow.Step;
import antiphon.ivr.flow.Target;
import antiphon.ivr.flow.Timing;
import antiphon.ivr.turn.KeyAutomaton;
import antiphon.ivr.turn.KeyRow;
import antiphon.ivr.turn.PromptClip;
import antiphon.ivr.turn.Turn;
import antiphon.ivr.turn.TurnResult;
import antiphon.ivr.turn.TurnResult.Matched;
import antiphon.ivr.turn.TurnResult.NoInput;
import antiphon.storage.MailboxRules;
import antiphon.storage.PinVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The steps that ask: `menu`, `collect`, `pin`. Owned by the call's thread.
///
/// The caller hears a question `attempts` times, whatever went wrong. After a failure he hears
/// `no_match` or `no_input` of that failure and the reprompt, in one turn, so that a key cuts both.
/// After the last failure a wrong answer is still called wrong; nobody who said nothing is asked
/// again. Then `otherwise`.
final class Questions {
    /// What a question says, in the words of its step.
    private record Wording(
            Prompts question,
            Optional<Prompts> reprompt,
            Optional<Prompts> noInput,
            Optional<Prompts> noMatch,
            boolean bargeIn) {
        static Wording of(Step.Asking step) {
            return new Wording(
                    step.prompts(),
                    step.reprompt(),
                    step.noInput(),
                    step.noMatch(),
                    step.timing().bargeIn());
        }
    }

    /// Looks at what was typed.
    private interface Answer {
        /// @return null if it is wrong
        @Nullable Outcome take(Matched matched);
    }

    private final CallState state;
    private final CallScope scope;
    private final Sounds sounds;
    private final StepRunner steps;

    Questions(CallState state, CallScope scope, Sounds sounds, StepRunner steps) {
        this.state = state;
        this.scope = scope;
        this.sounds = sounds;
        this.steps = steps;
    }

    Outcome menu(Step.Menu step) {
        Turn turn =
                Turn.choice(
                        List.of(),
                        KeyAutomaton.compile(Sounds.rows(step.keys())),
                        Sounds.timers(step.timing()));
        Wording wording = Wording.of(step);
        return ask(
                wording,
                heard(turn, step.timing()),
                step.timing().attempts(),
                matched -> {
                    state.pressed(matched.digits());
                    Target target = step.keys().entries().get(matched.option()).target();
                    return fromMenu(steps.follow(target));
                },
                () -> fromMenu(steps.follow(step.otherwise())));
    }

    private Outcome fromMenu(Outcome outcome) {
        if (outcome instanceof Outcome.Jump) {
            state.frame().leftMenu();
        }
        return outcome;
    }

    Outcome collect(Step.Collect step) {
        List<KeyRow> rows =
                switch (step.wanted()) {
                    case Step.Wanted.Digits(int min, int max) -> List.of(KeyRow.digits(min, max));
                    case Step.Wanted.Patterns(var patterns) -> Sounds.rows(patterns);
                };
        Wording wording = Wording.of(step);
        return ask(
                wording,
                turn(rows, step.ending(), step.timing()),
                step.timing().attempts(),
                matched -> collected(step, matched.digits()),
                () -> steps.follow(step.otherwise()));
    }

    private @Nullable Outcome collected(Step.Collect step, String digits) {
        Value value = value(step, digits);
        if (value == null) {
            return null;
        }
        CallScope withValue = scope.with(step.variable(), value);
        if (step.valid().isPresent() && !step.valid().get().holds(withValue)) {
            return null;
        }
        if (step.confirm().isPresent()
                && !confirmed(step.confirm().get(), step.timing(), withValue)) {
            return null;
        }
        state.frame().assign(step.variable(), value);
        return Outcome.NEXT;
    }

    private static @Nullable Value value(Step.Collect step, String digits) {
        if (step.secret()) {
            return new Value.Secret(digits);
        }
        if (step.type() != Type.NUMBER) {
            return new Value.Text(digits);
        }
        try {
            return new Value.Whole(Long.parseLong(digits));
        } catch (NumberFormatException _) {
            return null; // * or #, or more digits than a number of 64 bits has
        }
    }

    /// Only a clear yes is one; silence and other keys are asked again, and then are a no.
    private boolean confirmed(Step.Confirm confirm, Timing timing, CallScope withValue) {
        KeyAutomaton keys =
                KeyAutomaton.compile(List.of(KeyRow.key(confirm.yes()), KeyRow.key(confirm.no())));
        Sounds spoken = new Sounds(state, withValue);
        for (int attempt = 1; attempt <= timing.attempts(); attempt++) {
            state.countStep();
            List<PromptClip> clips = spoken.clips(confirm.prompts().at(attempt), timing.bargeIn());
            Turn turn = Turn.choice(clips, keys, Sounds.timers(timing));
            if (state.listener().listen(turn) instanceof Matched(int option, String _)) {
                return option == 0;
            }
        }
        return false;
    }

    Outcome pin(Step.Pin step) {
        String id = step.id().text(scope);
        if (step.kind() != Step.PinKind.MAILBOX) {
            throw new FlowError("error.pin.unknown", "rooms have no PINs on this server");
        }
        Wording wording = Wording.of(step);
        List<KeyRow> rows =
                List.of(KeyRow.digits(MailboxRules.PIN_DIGITS_MIN, MailboxRules.PIN_DIGITS_MAX));
        return ask(
                wording,
                turn(rows, step.ending(), step.timing()),
                step.timing().attempts(),
                matched -> verified(step, id, matched.digits()),
                () -> steps.follow(step.otherwise()));
    }

    private @Nullable Outcome verified(Step.Pin step, String box, String digits) {
        PinVerdict verdict = state.world().verifyMailboxPin(box, digits.toCharArray());
        return switch (verdict) {
            case ACCEPTED -> {
                state.pinRole("owner");
                yield Outcome.NEXT;
            }
            case LOCKED ->
                    steps.follow(
                            step.onLockedOut(), "error.pin.locked_out", "mailbox is locked out");
            case WRONG, NO_PIN, UNKNOWN -> {
                state.listener().flush(); // D10
                yield null;
            }
        };
    }

    private static Turn turn(List<KeyRow> rows, Step.Ending ending, Timing timing) {
        Turn turn =
                new Turn(
                        List.of(),
                        KeyAutomaton.compile(rows),
                        Sounds.timers(timing),
                        ending.endKey().orElse(null),
                        ending.clearKey().orElse(null),
                        true);
        return heard(turn, timing);
    }

    private static Turn heard(Turn turn, Timing timing) {
        return new Turn(
                turn.prompts(),
                turn.keys(),
                turn.timers(),
                turn.endKey(),
                turn.clearKey(),
                timing.typeAhead());
    }

    private interface Otherwise {
        Outcome follow();
    }

    private Outcome ask(
            Wording wording, Turn turn, int attempts, Answer answer, Otherwise otherwise) {
        int attempt = 1;
        List<PromptClip> clips = sounds.clips(wording.question().at(1), wording.bargeIn());
        while (true) {
            TurnResult result = state.listener().listen(turn.asking(clips));
            Outcome outcome = result instanceof Matched matched ? answer.take(matched) : null;
            boolean last = attempt == attempts;
            if (outcome == null && last) {
                if (!(result instanceof NoInput)) {
                    state.listener().play(failure(wording, result, attempt));
                }
                outcome = otherwise.follow();
            }
            if (outcome instanceof Outcome.Again) {
                clips = sounds.clips(wording.question().at(attempt), wording.bargeIn());
            } else if (outcome != null) {
                return outcome;
            } else {
                clips = new ArrayList<>(failure(wording, result, attempt));
                attempt++;
                clips.addAll(reprompt(wording, attempt));
            }
            state.countStep();
        }
    }

    private List<PromptClip> failure(Wording wording, TurnResult result, int failure) {
        Optional<Prompts> said = result instanceof NoInput ? wording.noInput() : wording.noMatch();
        return said.map(prompts -> sounds.clips(prompts.at(failure), wording.bargeIn()))
                .orElse(List.of());
    }

    /// The first reprompt belongs to the second attempt.
    private List<PromptClip> reprompt(Wording wording, int attempt) {
        var items =
                wording.reprompt()
                        .map(prompts -> prompts.at(attempt - 1))
                        .orElseGet(() -> wording.question().at(attempt));
        return sounds.clips(items, wording.bargeIn());
    }
}
