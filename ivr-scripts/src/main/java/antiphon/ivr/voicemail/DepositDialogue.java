package antiphon.ivr.voicemail;

import antiphon.ivr.turn.KeyAutomaton;
import antiphon.ivr.turn.Listener;
import antiphon.ivr.turn.PromptClip;
import antiphon.ivr.turn.Timers;
import antiphon.ivr.turn.Turn;
import antiphon.ivr.turn.TurnResult;
import antiphon.ivr.turn.TurnResult.Matched;
import antiphon.ivr.voicemail.DepositOutcome.Empty;
import antiphon.ivr.voicemail.DepositOutcome.Kept;
import antiphon.ivr.voicemail.DepositOutcome.KeyPressed;
import antiphon.ivr.voicemail.DepositOutcome.NotSaved;
import antiphon.ivr.voicemail.Recorded.Ending;
import antiphon.ivr.world.Deposit;
import antiphon.ivr.world.Speech;
import antiphon.ivr.world.Tones;
import antiphon.ivr.world.World;
import antiphon.media.AudioClip;
import antiphon.media.RecordingRequest;
import antiphon.signaling.Call;
import antiphon.signaling.CallRequest;
import antiphon.storage.DepositResult;
import antiphon.storage.Mailbox;
import antiphon.storage.RecordingFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Greeting, beep, recording, message in the box. One call, one thread.
///
///     greeting ─► beep ─► recording ─┬─ hang-up, key, silence, limit ─► kept
///                                    └─ shorter than `min` ───────────► empty
///
/// The message is kept on this thread, before the call's end is looked at: a caller who hangs up
/// leaves a message like one who presses pound.
public final class DepositDialogue {
    private static final Logger LOG = LoggerFactory.getLogger(DepositDialogue.class);

    private static final int REVIEW_ATTEMPTS = 3;

    /// A greeting has no question: it ends when it has been heard.
    private static final Timers GREETING_TIMERS =
            new Timers(Duration.ZERO, Timers.DEFAULT.interDigit(), Duration.ZERO, Duration.ZERO);

    private final Call call;
    private final Listener listener;
    private final Recorder recorder;
    private final World world;
    private final Speech speech;

    public DepositDialogue(Call call, Listener listener, World world, Speech speech) {
        this.call = call;
        this.listener = listener;
        this.recorder = new Recorder(call, listener);
        this.world = world;
        this.speech = speech;
    }

    /// "The person at extension 1001 is on the phone. Please leave your message …"
    public List<AudioClip> greeting(Mailbox box, GreetingReason reason) {
        List<AudioClip> clips = new ArrayList<>();
        List<AudioClip> extension = speech.digits(box.number());
        if (!extension.isEmpty()) {
            clips.addAll(speech.say("vm-person-at-extension"));
            clips.addAll(extension);
            clips.addAll(
                    speech.say(
                            switch (reason) {
                                case BUSY -> "vm-is-busy";
                                case UNAVAILABLE -> "vm-is-unavailable";
                            }));
        }
        clips.addAll(speech.say("vm-leave-message"));
        return clips;
    }

    public DepositOutcome leave(Mailbox box, List<AudioClip> greeting, DepositTerms terms) {
        KeyPressed left = greet(PromptClip.of(greeting, terms.bargeIn()), terms);
        if (left != null) {
            return left;
        }
        while (true) {
            Optional<Deposit> deposit = world.deposit(facts(box));
            if (deposit.isEmpty()) {
                listener.play(PromptClip.of(speech.say("vm-not-saved"), true));
                return new NotSaved();
            }
            DepositOutcome outcome = new Take(deposit.get(), terms).run();
            if (outcome != null) {
                return outcome;
            }
        }
    }

    private @Nullable KeyPressed greet(List<PromptClip> greeting, DepositTerms terms) {
        if (terms.keys().isEmpty()) {
            listener.play(greeting);
            return null;
        }
        KeyAutomaton keys = KeyAutomaton.compile(terms.keys());
        TurnResult result = listener.listen(Turn.choice(greeting, keys, GREETING_TIMERS));
        return result instanceof Matched(int option, String digits)
                ? new KeyPressed(option, digits)
                : null;
    }

    private RecordingFacts facts(Mailbox box) {
        CallRequest request = call.request();
        return new RecordingFacts(
                box.number(),
                request.callerNumber().isEmpty() ? null : request.callerNumber(),
                request.callerName(),
                request.sipCallId(),
                call.now());
    }

    /// One recording, until it is kept or thrown away.
    private final class Take {
        private final Deposit deposit;
        private final DepositTerms terms;
        private @Nullable Recorded recorded;
        private boolean settled;

        Take(Deposit deposit, DepositTerms terms) {
            this.deposit = deposit;
            this.terms = terms;
        }

        /// @return null when the caller wants to record again
        @Nullable DepositOutcome run() {
            try {
                // The beep cannot be cut, and so forgets the keys typed before it (D3, D10).
                listener.play(List.of(new PromptClip(Tones.BEEP, false)));
                Recorded one = recorder.record(request());
                recorded = one;
                if (!worthKeeping(one)) {
                    return throwAway(one);
                }
                if (terms.review() && one.ending() != Ending.HUNG_UP && wantsAgain()) {
                    discard();
                    return null;
                }
                return tell(one, keep(one));
            } finally {
                settle();
            }
        }

        private RecordingRequest request() {
            StringBuilder endKeys = new StringBuilder();
            terms.endKey().ifPresent(endKeys::append);
            terms.keys().forEach(row -> endKeys.append(row.singleKeys()));
            return new RecordingRequest(
                    deposit.audio(), terms.max(), terms.silence(), endKeys.toString());
        }

        private boolean worthKeeping(Recorded one) {
            boolean anything = one.length().isPositive();
            // What a broken disk left of a message is kept, however short.
            return anything
                    && (one.ending() == Ending.FAILED || one.length().compareTo(terms.min()) >= 0);
        }

        private DepositOutcome throwAway(Recorded one) {
            discard();
            if (one.ending() == Ending.FAILED) {
                listener.play(PromptClip.of(speech.say("vm-not-saved"), true));
                return new NotSaved();
            }
            KeyPressed key = keyPressed(one);
            return key == null ? new Empty() : key;
        }

        private DepositOutcome tell(Recorded one, boolean kept) {
            if (!kept) {
                listener.play(PromptClip.of(speech.say("vm-not-saved"), true));
                return new NotSaved();
            }
            if (one.ending() == Ending.FAILED) {
                listener.play(PromptClip.of(speech.say("vm-partly-saved"), true));
                return new Kept();
            }
            KeyPressed key = keyPressed(one);
            return key == null ? new Kept() : key;
        }

        private @Nullable KeyPressed keyPressed(Recorded one) {
            Character key = one.key();
            if (key == null) {
                return null;
            }
            for (int option = 0; option < terms.keys().size(); option++) {
                if (terms.keys().get(option).singleKeys().indexOf(key) >= 0) {
                    return new KeyPressed(option, key.toString());
                }
            }
            return null;
        }

        private boolean wantsAgain() {
            for (int attempt = 1; attempt <= REVIEW_ATTEMPTS; attempt++) {
                TurnResult result = listener.listen(Keypad.ask(speech.say("vm-review"), "123"));
                switch (Keypad.key(result, "123")) {
                    case '1' -> {
                        attempt = 0;
                        world.readRecording(deposit.audio()).ifPresent(this::playBack);
                    }
                    case '2' -> {
                        return true;
                    }
                    case '3' -> {
                        return false;
                    }
                    default -> {}
                }
            }
            return false;
        }

        private void playBack(AudioClip clip) {
            listener.play(PromptClip.of(List.of(clip), true));
        }

        private boolean keep(Recorded one) {
            settled = true;
            try {
                DepositResult result = deposit.finish(one.length().toMillis(), one.ending().word());
                switch (result) {
                    case DepositResult.Stored _ -> {}
                    case DepositResult.Spooled spooled ->
                            LOG.warn(
                                    "message {} waits on disk: {}", spooled.id(), spooled.reason());
                    case DepositResult.Refused refused ->
                            LOG.warn("message was not kept: {}", refused.reason());
                }
                return !(result instanceof DepositResult.Refused);
            } catch (RuntimeException e) {
                // The file lies where recordings come in, and is taken over from there.
                LOG.error("message in {} has no row yet", deposit.audio(), e);
                return true;
            }
        }

        private void discard() {
            settled = true;
            try {
                deposit.discard();
            } catch (RuntimeException e) {
                LOG.warn("recording {} could not be discarded", deposit.audio(), e);
            }
        }

        /// Whatever was thrown, by a hang-up or a bug: what was said is kept.
        private void settle() {
            if (settled) {
                return;
            }
            Recorded one = recorded;
            if (one != null && worthKeeping(one)) {
                keep(one);
            } else {
                discard();
            }
        }
    }
}
