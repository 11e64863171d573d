package antiphon.ivr.run;

import antiphon.ivr.expression.Value;
import antiphon.ivr.flow.Step;
import antiphon.ivr.turn.KeyRow;
import antiphon.ivr.turn.Listener;
import antiphon.ivr.turn.PromptClip;
import antiphon.ivr.voicemail.DepositDialogue;
import antiphon.ivr.voicemail.DepositOutcome;
import antiphon.ivr.voicemail.DepositTerms;
import antiphon.ivr.voicemail.GreetingReason;
import antiphon.ivr.voicemail.Recorded;
import antiphon.ivr.voicemail.Recorder;
import antiphon.ivr.voicemail.RetrievalDialogue;
import antiphon.ivr.world.Tones;
import antiphon.media.AudioClip;
import antiphon.media.MediaEvent;
import antiphon.media.MediaEvent.DigitPressed;
import antiphon.media.MediaEvent.RemovalReason;
import antiphon.media.MediaEvent.RemovedFromConference;
import antiphon.media.RecordingRequest;
import antiphon.signaling.Call;
import antiphon.storage.Mailbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The steps that record, join or let listen: `record voicemail mailbox conference music echo`.
/// Owned by the call's thread.
final class MediaSteps {
    private static final long NEVER = Long.MAX_VALUE;

    /// Longest room name: what a person can still read in a list.
    private static final int ROOM_NAME_MAX = 64;

    private final CallState state;
    private final CallScope scope;
    private final Sounds sounds;
    private final StepRunner steps;

    MediaSteps(CallState state, CallScope scope, Sounds sounds, StepRunner steps) {
        this.state = state;
        this.scope = scope;
        this.sounds = sounds;
        this.steps = steps;
    }

    Outcome record(Step.Recording step) {
        Listener listener = state.listener();
        state.call().answer();
        if (step.prompts().isPresent()) {
            listener.play(sounds.clips(step.prompts().get().at(1), step.bargeIn()));
        }
        Path file =
                state.world()
                        .scratchRecording()
                        .orElseThrow(
                                () -> new FlowError("error.storage", "nothing can be recorded"));
        String reference = state.keepRecording(file);
        listener.flush(); // D10
        if (step.beep()) {
            listener.play(List.of(new PromptClip(Tones.BEEP, false)));
        }
        Duration silence = step.limits().silence().orElse(Duration.ZERO);
        String endKeys = step.endKey().map(String::valueOf).orElse("");
        RecordingRequest request =
                new RecordingRequest(file, step.limits().max(), silence, endKeys);
        Recorded recorded = new Recorder(state.call(), listener).record(request);
        boolean empty = recorded.length().compareTo(step.limits().min()) < 0;
        state.frame()
                .assign(
                        step.variable(),
                        empty ? Value.Recording.NONE : new Value.Recording(reference));
        return empty && step.onEmpty().isPresent()
                ? steps.follow(step.onEmpty().get())
                : Outcome.NEXT;
    }

    Outcome voicemail(Step.Voicemail step) {
        Optional<Mailbox> box =
                step.boxes().stream()
                        .map(template -> state.world().mailbox(template.text(scope)))
                        .flatMap(Optional::stream)
                        .findFirst();
        if (box.isEmpty()) {
            return steps.follow(
                    step.onRefused(), "error.voicemail.refused", "no mailbox took the message");
        }
        DepositDialogue dialogue =
                new DepositDialogue(state.call(), state.listener(), state.world(), state.speech());
        DepositOutcome outcome =
                dialogue.leave(box.get(), greeting(step, dialogue, box.get()), terms(step));
        return switch (outcome) {
            case DepositOutcome.Kept _ -> Outcome.NEXT;
            case DepositOutcome.Empty _ ->
                    step.onEmpty().isPresent() ? steps.follow(step.onEmpty().get()) : Outcome.NEXT;
            case DepositOutcome.KeyPressed(int option, String digits) -> {
                state.pressed(digits);
                yield steps.follow(step.keys().entries().get(option).target());
            }
            case DepositOutcome.NotSaved _ ->
                    steps.follow(
                            step.onRefused(),
                            "error.voicemail.refused",
                            "the message could not be saved");
        };
    }

    private List<AudioClip> greeting(Step.Voicemail step, DepositDialogue dialogue, Mailbox box) {
        return switch (step.greeting()) {
            case Step.Greeting.ByReason _ ->
                    dialogue.greeting(box, GreetingReason.of(state.call().request()));
            case Step.Greeting.Busy _ -> dialogue.greeting(box, GreetingReason.BUSY);
            case Step.Greeting.Unavailable _ -> dialogue.greeting(box, GreetingReason.UNAVAILABLE);
            case Step.Greeting.Spoken(var prompts) -> sounds.clips(prompts.at(1));
        };
    }

    private static DepositTerms terms(Step.Voicemail step) {
        List<KeyRow> keys = Sounds.rows(step.keys());
        return new DepositTerms(
                step.limits().max(),
                step.limits().min(),
                step.limits().silence().orElse(Duration.ZERO),
                step.endKey(),
                step.review(),
                keys,
                step.bargeIn());
    }

    Outcome mailbox(Step.Mailbox step) {
        Optional<String> box = step.box().map(template -> template.text(scope));
        new RetrievalDialogue(state.call(), state.listener(), state.world(), state.speech())
                .run(box);
        return Outcome.NEXT;
    }

    // Role, announcement and waiting for a moderator need rooms with settings of their own; until
    // then every member is a participant like all others.
    Outcome conference(Step.Conference step) {
        String room = step.room().text(scope).strip();
        if (room.isEmpty() || room.length() > ROOM_NAME_MAX) {
            throw new FlowError(
                    "error.conference.name",
                    "a room's name has 1 to " + ROOM_NAME_MAX + " characters");
        }
        Call call = state.call();
        state.call().answer();
        state.listener().flush(); // D10
        long fromNanos = call.nanoTime();
        if (!call.join(room, false)) {
            return steps.follow(
                    step.onLocked(), "error.conference.locked", "room " + room + " is locked");
        }
        RemovalReason reason = untilRemoved();
        state.paused(fromNanos);
        return switch (reason) {
            case REMOVED ->
                    steps.follow(
                            step.onRemoved(), "error.conference.removed", "taken out of " + room);
            case LOCKED ->
                    steps.follow(
                            step.onLocked(),
                            "error.conference.locked",
                            "room " + room + " is locked");
            case FULL ->
                    steps.follow(
                            step.onFull(), "error.conference.full", "room " + room + " is full");
        };
    }

    /// Keys mean nothing in a room yet.
    private RemovalReason untilRemoved() {
        while (true) {
            if (state.listener().next(NEVER)
                    instanceof RemovedFromConference(String _, RemovalReason reason)) {
                return reason;
            }
        }
    }

    Outcome music(Step.Music step) {
        String musicClass = step.musicClass().text(scope);
        if (!state.world().musicExists(musicClass)) {
            throw new FlowError("error.music.unknown", "no music class " + musicClass);
        }
        Call call = state.call();
        state.call().answer();
        long fromNanos = call.nanoTime();
        call.playMusic(musicClass);
        untilKeyOrEnd(step.length(), step.bargeIn());
        call.stopPlaying();
        state.paused(fromNanos);
        return Outcome.NEXT;
    }

    Outcome echo(Step.Echo step) {
        Call call = state.call();
        state.call().answer();
        call.echo(true);
        untilKeyOrEnd(step.length(), step.bargeIn());
        call.echo(false);
        return Outcome.NEXT;
    }

    /// The key that ends it stays for the next listener.
    private void untilKeyOrEnd(Optional<Duration> length, boolean bargeIn) {
        Listener listener = state.listener();
        if (bargeIn && listener.hasKeys()) {
            return;
        }
        long until = length.map(time -> state.call().nanoTime() + time.toNanos()).orElse(NEVER);
        MediaEvent event;
        while ((event = listener.next(until)) != null) {
            if (event instanceof DigitPressed digit && bargeIn) {
                listener.keep(digit);
                return;
            }
        }
    }
}
