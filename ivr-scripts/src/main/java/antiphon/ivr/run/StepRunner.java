package antiphon.ivr.run;

import antiphon.ivr.expression.EvaluationFailed;
import antiphon.ivr.expression.Value;
import antiphon.ivr.flow.Flow;
import antiphon.ivr.flow.Step;
import antiphon.ivr.flow.Target;
import antiphon.ivr.flow.Template;
import antiphon.ivr.run.Frame.Place;
import antiphon.ivr.world.PromptMissing;
import antiphon.signaling.HungUp;
import antiphon.storage.StorageUnavailable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does the steps of flows, one after the other. Owned by the call's thread.
final class StepRunner {
    private static final Logger LOG = LoggerFactory.getLogger(StepRunner.class);

    private final CallState state;
    private final CallScope scope;
    private final Sounds sounds;
    private final Questions questions;
    private final MediaSteps media;

    StepRunner(CallState state) {
        this.state = state;
        this.scope = new CallScope(state);
        this.sounds = new Sounds(state, scope);
        this.questions = new Questions(state, scope, sounds, this);
        this.media = new MediaSteps(state, scope, sounds, this);
    }

    /// Runs a flow from its start to its end. A hang-up leaves its frame where it was, so that
    /// `on_hang_up` finds its variables.
    Outcome run(Flow flow, Map<String, Value> inputs) {
        Frame frame = new Frame(flow, inputs);
        state.push(frame);
        try {
            Outcome outcome = nodes(frame, new Place(Flow.START, 0));
            state.pop();
            return outcome;
        } catch (FlowError e) {
            state.pop();
            throw e;
        }
    }

    private Outcome nodes(Frame frame, Place first) {
        Place place = first;
        while (true) {
            Outcome outcome = guarded(frame, place);
            switch (outcome) {
                case Outcome.Jump(String node) -> place = new Place(node, 0);
                case Outcome.Back _ -> {
                    Place menu = frame.lastMenu();
                    if (menu == null) {
                        return Outcome.END;
                    }
                    place = menu;
                }
                case Outcome.Next _ -> {
                    return new Outcome.Returned(Map.of());
                }
                case Outcome.Again _ ->
                        throw new FlowError("error.internal", "`again` outside a question");
                case Outcome.End _, Outcome.Returned _ -> {
                    return outcome;
                }
            }
        }
    }

    /// One node; an error that no step handles goes to the flow's handler, once.
    private Outcome guarded(Frame frame, Place place) {
        try {
            frame.at(place);
            state.countVisit(frame);
            return node(frame, place);
        } catch (FlowError e) {
            Optional<Target> handler = frame.flow().onError();
            if (handler.isEmpty() || !e.flowsMayHandle()) {
                throw e;
            }
            if (!frame.mayHandleError()) {
                throw e.beyondFlows();
            }
            state.failed(e);
            return follow(handler.get());
        }
    }

    private Outcome node(Frame frame, Place place) {
        List<Step> steps = frame.flow().node(place.node()).steps();
        for (int index = place.index(); index < steps.size(); index++) {
            frame.at(new Place(place.node(), index));
            Outcome outcome = step(steps.get(index));
            if (!(outcome instanceof Outcome.Next)) {
                return outcome;
            }
        }
        return Outcome.NEXT;
    }

    Outcome steps(List<Step> steps) {
        for (Step step : steps) {
            Outcome outcome = step(step);
            if (!(outcome instanceof Outcome.Next)) {
                return outcome;
            }
        }
        return Outcome.NEXT;
    }

    Outcome follow(Target target) {
        return switch (target) {
            case Target.ToNode(String node, var _) -> new Outcome.Jump(node);
            case Target.Inline(List<Step> inline) -> steps(inline);
            case Target.Again _ -> new Outcome.Again();
            case Target.Back _ -> new Outcome.Back();
            case Target.HangUp _ -> Outcome.END;
        };
    }

    /// @param error raised where the flow does not name the outcome
    Outcome follow(Optional<Target> target, String error, String detail) {
        return follow(target.orElseThrow(() -> new FlowError(error, detail)));
    }

    private Outcome step(Step step) {
        while (true) {
            state.countStep();
            try {
                return perform(step);
            } catch (RuntimeException e) {
                FlowError error = named(e);
                state.trace().failed(error.name(), error.detail());
                Optional<Target> handler = step.common().onError();
                if (handler.isEmpty() || !error.flowsMayHandle()) {
                    throw error;
                }
                state.failed(error);
                Outcome outcome = follow(handler.get());
                if (!(outcome instanceof Outcome.Again)) {
                    return outcome;
                }
            }
        }
    }

    /// The dotted name of what went wrong. A hang-up is nothing wrong.
    private static FlowError named(RuntimeException e) {
        return switch (e) {
            case HungUp gone -> throw gone;
            case FlowError error -> error;
            case PromptMissing missing -> FlowError.of("error.prompt", missing);
            case EvaluationFailed failed -> FlowError.of("error.expression", failed);
            case StorageUnavailable down -> FlowError.of("error.storage", down);
            default -> {
                LOG.error("a step failed in a way nobody thought of", e);
                yield FlowError.of("error.internal", e);
            }
        };
    }

    private Outcome perform(Step step) {
        if (step.common().when().isPresent() && !step.common().when().get().holds(scope)) {
            return Outcome.NEXT;
        }
        state.trace().step(step);
        return switch (step) {
            case Step.Answer _ -> {
                state.call().answer();
                yield Outcome.NEXT;
            }
            case Step.Reject reject -> reject(reject);
            case Step.Play play -> {
                state.listener().play(sounds.clips(play.prompts().at(1), play.bargeIn()));
                yield Outcome.NEXT;
            }
            case Step.Menu menu -> questions.menu(menu);
            case Step.Collect collect -> questions.collect(collect);
            case Step.Pin pin -> questions.pin(pin);
            case Step.Recording recording -> media.record(recording);
            case Step.Voicemail voicemail -> media.voicemail(voicemail);
            case Step.Mailbox mailbox -> media.mailbox(mailbox);
            case Step.Conference conference -> media.conference(conference);
            case Step.Music music -> media.music(music);
            case Step.Echo echo -> media.echo(echo);
            case Step.Wait wait -> {
                state.listener().waitFor(wait.length());
                yield Outcome.NEXT;
            }
            case Step.Choose choose -> choose(choose);
            case Step.Go go -> follow(go.target());
            case Step.Assign assign -> assign(assign);
            case Step.Language language -> {
                state.speakIn(language.language());
                yield Outcome.NEXT;
            }
            case Step.HangUp _ -> Outcome.END;
            case Step.Call call -> call(call);
            case Step.Return end -> new Outcome.Returned(values(end.values()));
        };
    }

    private Outcome reject(Step.Reject step) {
        if (state.call().answered()) {
            throw new FlowError("error.reject.answered", "the call is answered already");
        }
        state.call().reject(step.status(), "Refused by the flow");
        return Outcome.END;
    }

    private Outcome choose(Step.Choose step) {
        for (Step.Choice choice : step.choices()) {
            if (choice.when().isEmpty() || choice.when().get().holds(scope)) {
                return follow(choice.target());
            }
        }
        return Outcome.NEXT;
    }

    private Outcome assign(Step.Assign step) {
        step.values()
                .forEach((name, template) -> state.frame().assign(name, template.value(scope)));
        return Outcome.NEXT;
    }

    private Outcome call(Step.Call step) {
        Flow flow =
                state.release()
                        .flow(step.flow())
                        .orElseThrow(() ->
                                new FlowError("error.call.unknown", "no flow " + step.flow()));
        Outcome outcome = run(flow, step.inputs(flow, scope));
        if (!(outcome instanceof Outcome.Returned(Map<String, Value> values))) {
            return outcome;
        }
        step.outputs(state.frame().flow(), values).forEach(state.frame()::assign);
        return Outcome.NEXT;
    }

    private Map<String, Value> values(Map<String, Template> templates) {
        Map<String, Value> values = new HashMap<>();
        templates.forEach((name, template) -> values.put(name, template.value(scope)));
        return values;
    }
}
