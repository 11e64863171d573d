package antiphon.ivr.flow;

import antiphon.ivr.expression.Expression;
import antiphon.ivr.expression.Scope;
import antiphon.ivr.expression.Type;
import antiphon.ivr.expression.Value;
import antiphon.ivr.expression.Values;
import antiphon.ivr.yaml.Position;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One thing a flow does. Everything is resolved: timers, patterns, expressions. The exact meaning
/// of each stands in docs/flow-language.md.
public sealed interface Step {

    /// What all steps have.
    ///
    /// @param node the node it stands in; empty in `on_hang_up` and `on_error`
    /// @param number its place in the node, inline steps counted, from 1; `node/number` names a
    ///   step in traces
    /// @param when skip unless true
    /// @param note for people: shown in the diagram and the trace
    /// @param onError where an error of this step leads; none: to the flow's
    record Common(
            Position position,
            String node,
            int number,
            Optional<Expression> when,
            Optional<String> note,
            Optional<Target> onError) {}

    Common common();

    default Position position() {
        return common().position();
    }

    /// 200 OK; no effect when answered.
    record Answer(Common common) implements Step {}

    /// @param status 400-699
    record Reject(Common common, int status) implements Step {}

    record Play(Common common, Prompts prompts, boolean bargeIn) implements Step {}

    /// A step that asks, and asks again.
    sealed interface Asking extends Step {
        Prompts prompts();

        Optional<Prompts> reprompt();

        Optional<Prompts> noInput();

        Optional<Prompts> noMatch();

        Timing timing();
    }

    /// A turn over `keys`. A failure says `noInput` or `noMatch`, then `reprompt` (none: the
    /// question again), until the attempts are used up; then `otherwise`.
    record Menu(
            Common common,
            Prompts prompts,
            Optional<Prompts> reprompt,
            Optional<Prompts> noInput,
            Optional<Prompts> noMatch,
            KeyMap keys,
            Target otherwise,
            Timing timing)
            implements Asking {}

    /// A turn for a variable; it is assigned only when length, `valid` and `confirm` all passed.
    ///
    /// @param variable of type [Type#TEXT], [Type#NUMBER] or [Type#SECRET]; `valid` reads the new
    ///   value under this name before it is assigned
    /// @param secret the digits are masked everywhere
    record Collect(
            Common common,
            String variable,
            Type type,
            boolean secret,
            Prompts prompts,
            Optional<Prompts> reprompt,
            Optional<Prompts> noInput,
            Optional<Prompts> noMatch,
            Wanted wanted,
            Ending ending,
            Optional<Expression> valid,
            Optional<Confirm> confirm,
            Target otherwise,
            Timing timing)
            implements Asking {}

    /// What a `collect` takes.
    sealed interface Wanted {
        /// `min` to `max` keys of `0`-`9`.
        record Digits(int min, int max) implements Wanted {}

        record Patterns(List<KeyPattern> patterns) implements Wanted {}
    }

    /// Keys with a meaning of their own while digits are collected (D9).
    ///
    /// @param endKey ends the input; not part of it
    /// @param clearKey erases what was typed so far
    record Ending(Optional<Character> endKey, Optional<Character> clearKey) {}

    /// Asks whether the input is right; `no` counts as an attempt.
    record Confirm(Prompts prompts, char yes, char no, Position position) {}

    /// Asks for a PIN and verifies it; the digits never reach the flow. Sets `pin.role` only.
    ///
    /// @param onLockedOut too many wrong PINs over all calls; none: `error.pin.locked_out`
    record Pin(
            Common common,
            PinKind kind,
            Template id,
            Prompts prompts,
            Optional<Prompts> reprompt,
            Optional<Prompts> noInput,
            Optional<Prompts> noMatch,
            Ending ending,
            Optional<Target> onLockedOut,
            Target otherwise,
            Timing timing)
            implements Asking {}

    enum PinKind {
        MAILBOX,
        CONFERENCE
    }

    /// Prompt, beep, then records until the end key, silence, the limit or hang-up.
    ///
    /// @param variable of type [Type#RECORDING]
    /// @param onEmpty none: next step
    record Recording(
            Common common,
            String variable,
            Optional<Prompts> prompts,
            boolean beep,
            RecordingLimits limits,
            Optional<Character> endKey,
            Optional<Target> onEmpty,
            boolean bargeIn)
            implements Step {}

    /// @param max the recording ends
    /// @param min shorter is empty
    /// @param silence so much of it ends the recording; none: silence does not
    record RecordingLimits(Duration max, Duration min, Optional<Duration> silence) {}

    /// Leaves a message in the first box that takes it.
    ///
    /// @param review 1 listen, 2 again, 3 or hang-up: keep
    /// @param keys during greeting and recording
    /// @param onEmpty none: next step
    /// @param onRefused no box took it; none: `error.voicemail.refused`
    record Voicemail(
            Common common,
            List<Template> boxes,
            Greeting greeting,
            RecordingLimits limits,
            Optional<Character> endKey,
            boolean review,
            KeyMap keys,
            Optional<Target> onEmpty,
            Optional<Target> onRefused,
            boolean bargeIn)
            implements Step {}

    /// What a caller hears before he leaves a message.
    sealed interface Greeting {
        /// The box's own, chosen by the reason of the call.
        record ByReason() implements Greeting {}

        /// The box's own for `busy`.
        record Busy() implements Greeting {}

        /// The box's own for `unavailable`.
        record Unavailable() implements Greeting {}

        /// Prompts of the flow.
        record Spoken(Prompts prompts) implements Greeting {}
    }

    /// The built-in dialogue that plays a box's messages to its owner.
    ///
    /// @param box none: from the trusted caller, else asked
    record Mailbox(Common common, Optional<Template> box) implements Step {}

    /// Joins a room; ends when the caller has left it.
    ///
    /// @param role `moderator` or `participant`; none: participant
    /// @param announce a recording of the name, played to the room
    /// @param waitForModerator music and no voice until one is there
    /// @param music class heard while alone or waiting; none: the room's own
    /// @param onFull none: `error.conference.full`; so with the other two
    record Conference(
            Common common,
            Template room,
            Optional<Template> role,
            Optional<Template> announce,
            boolean waitForModerator,
            Optional<String> music,
            Optional<Target> onFull,
            Optional<Target> onLocked,
            Optional<Target> onRemoved)
            implements Step {}

    /// @param length none: until hang-up or a key
    /// @param bargeIn a key ends it and stays in the queue
    record Music(Common common, Template musicClass, Optional<Duration> length, boolean bargeIn)
            implements Step {}

    /// The caller hears himself.
    ///
    /// @param length none: until hang-up or a key
    /// @param bargeIn a key ends it and stays in the queue
    record Echo(Common common, Optional<Duration> length, boolean bargeIn) implements Step {}

    /// Silence; keys stay in the queue.
    record Wait(Common common, Duration length) implements Step {}

    /// The first choice that holds; none: next step.
    record Choose(Common common, List<Choice> choices) implements Step {}

    /// @param when none: always
    record Choice(Optional<Expression> when, Target target, Position position) {}

    record Go(Common common, Target target) implements Step {}

    /// @param values assigned in the order written; a later one sees an earlier one's effect
    record Assign(Common common, Map<String, Template> values) implements Step {}

    /// Switches the language from the next prompt on.
    record Language(Common common, String language) implements Step {}

    /// BYE after the last prompt has left.
    record HangUp(Common common) implements Step {}

    /// Runs another flow in a frame of its own.
    ///
    /// @param with its inputs
    /// @param into variable of this flow → name of the returned value
    record Call(Common common, String flow, Map<String, Template> with, Map<String, String> into)
            implements Step {

        /// The values for the callee's inputs, each as the type it declares: `with: {tries: 3}` is
        /// a number there and a text here.
        ///
        /// @throws antiphon.ivr.expression.EvaluationFailed if a hole has no value
        public Map<String, Value> inputs(Flow callee, Scope scope) {
            Map<String, Value> inputs = new LinkedHashMap<>();
            callee.inputs()
                    .forEach((name, type) -> {
                        Template given = with.get(name);
                        if (given == null) return;
                        Value value = given.value(scope);
                        inputs.put(name, Values.as(value, type).orElse(value));
                    });
            return inputs;
        }

        /// What the callee gave back, by the variables of the caller it goes into.
        public Map<String, Value> outputs(Flow caller, Map<String, Value> returned) {
            Map<String, Value> outputs = new LinkedHashMap<>();
            into.forEach((variable, name) -> {
                Value value = returned.get(name);
                Value first = caller.vars().get(variable);
                if (value == null) return;
                Type type = first == null ? value.type() : first.type();
                outputs.put(variable, Values.as(value, type).orElse(value));
            });
            return outputs;
        }
    }

    /// Ends this sub-flow; in a flow that nobody called it hangs up.
    record Return(Common common, Map<String, Template> values) implements Step {}
}
