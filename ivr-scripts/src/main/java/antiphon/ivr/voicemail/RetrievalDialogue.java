package antiphon.ivr.voicemail;

import antiphon.ivr.turn.Listener;
import antiphon.ivr.turn.PromptClip;
import antiphon.ivr.turn.Timers;
import antiphon.ivr.turn.TurnResult;
import antiphon.ivr.turn.TurnResult.Matched;
import antiphon.ivr.world.Speech;
import antiphon.ivr.world.World;
import antiphon.media.AudioClip;
import antiphon.signaling.Call;
import antiphon.storage.Mailbox;
import antiphon.storage.MailboxRules;
import antiphon.storage.Message;
import antiphon.storage.MessageState;
import antiphon.storage.PinVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An owner listens to the messages of his box. One call, one thread.
///
///     box (known or asked) ─► PIN ─► "You have 2 new messages and 1 saved message."
///       ─► "New message 1, from 1 0 0 2." message ─► "To hear it again, press 1. …" ─► next …
///
///     1 again   2 keep   3 delete   4 the one before   6 the next   star leaves   0 help
///
/// New messages come first, then saved ones, each oldest first. A message heard to its end is saved;
/// one that was skipped stays new. Every change is made at once, so it survives a hang-up. The PIN is
/// always asked, and its digits go nowhere but to its check.
public final class RetrievalDialogue {
    /// How it ended.
    public enum Ending {
        /// By star, or after the last message.
        LEFT,
        /// The caller pressed nothing any more.
        SILENT,
        /// Wrong or locked box and PIN; he has been told.
        NOT_LET_IN
    }

    static final int LOGIN_ATTEMPTS = 3;
    static final int QUESTION_ATTEMPTS = 3;

    /// Longest caller number that is read out.
    private static final int CALLER_DIGITS_MAX = 20;

    private static final String KEYS = "123460*";
    private static final char NEXT = '6';

    /// The message itself is no question: when it has been heard, the keys are named.
    private static final Timers WHILE_PLAYING =
            new Timers(
                    Duration.ZERO,
                    Timers.DEFAULT.interDigit(),
                    Timers.DEFAULT.decide(),
                    Duration.ZERO);

    private final Call call;
    private final Listener listener;
    private final World world;
    private final Speech speech;

    public RetrievalDialogue(Call call, Listener listener, World world, Speech speech) {
        this.call = call;
        this.listener = listener;
        this.world = world;
        this.speech = speech;
    }

    /// @param box none: the trusted caller's own if there is one, else asked
    public Ending run(Optional<String> box) {
        Optional<String> known = box.or(this::callersOwn);
        for (int attempt = 1; attempt <= LOGIN_ATTEMPTS; attempt++) {
            Optional<String> number = known.or(this::askBox);
            if (number.isEmpty()) {
                continue;
            }
            switch (askPin(number.get())) {
                case null -> {}
                case ACCEPTED -> {
                    return new Session(number.get()).run();
                }
                case LOCKED -> {
                    say("pin-locked-out");
                    return Ending.NOT_LET_IN;
                }
                // Which of them was wrong is nobody's business but the owner's.
                case WRONG, NO_PIN, UNKNOWN -> {
                    listener.flush();
                    say(known.isPresent() ? "pin-wrong" : "login-wrong");
                }
            }
        }
        return Ending.NOT_LET_IN;
    }

    private Optional<String> callersOwn() {
        String caller = call.request().callerNumber();
        return caller.isEmpty() ? Optional.empty() : world.mailbox(caller).map(Mailbox::number);
    }

    private Optional<String> askBox() {
        TurnResult result =
                listener.listen(
                        Keypad.number(
                                speech.say("enter-mailbox"), 1, MailboxRules.NUMBER_LENGTH_MAX));
        return result instanceof Matched(int _, String digits)
                ? Optional.of(digits)
                : Optional.empty();
    }

    /// @return null when none was entered
    private @Nullable PinVerdict askPin(String box) {
        TurnResult result =
                listener.listen(
                        Keypad.number(
                                speech.say("enter-pin"),
                                MailboxRules.PIN_DIGITS_MIN,
                                MailboxRules.PIN_DIGITS_MAX));
        return switch (result) {
            case Matched(int _, String digits) -> world.verifyMailboxPin(box, digits.toCharArray());
            case TurnResult.NoMatch _ -> PinVerdict.WRONG;
            case TurnResult.NoInput _ -> null;
        };
    }

    private void say(String... ids) {
        listener.play(PromptClip.of(speech.say(ids), true));
    }

    /// The caller has been let in.
    private final class Session {
        private final String box;
        private final List<Entry> entries = new ArrayList<>();
        private int place;

        /// @param name "New message 1", "Saved message 2"
        private record Entry(Message message, List<AudioClip> name) {}

        Session(String box) {
            this.box = box;
        }

        Ending run() {
            load();
            listener.play(PromptClip.of(announcement(), true));
            while (true) {
                if (entries.isEmpty()) {
                    return Ending.LEFT;
                }
                if (place >= entries.size()) {
                    switch (askAtTheEnd()) {
                        case '1' -> load();
                        case '*' -> {
                            return Ending.LEFT;
                        }
                        default -> {
                            return Ending.SILENT;
                        }
                    }
                    continue;
                }
                char key = hear(entries.get(place));
                if (key == Keypad.NONE) {
                    key = askWhatToDo();
                }
                if (key == Keypad.NONE) {
                    return Ending.SILENT;
                }
                if (key == '*') {
                    return Ending.LEFT;
                }
                act(key);
            }
        }

        private void load() {
            entries.clear();
            place = 0;
            List<Message> all = world.messages(box);
            addAll(all, MessageState.NEW, "vm-new-message-number");
            addAll(all, MessageState.SAVED, "vm-saved-message-number");
        }

        private void addAll(List<Message> all, MessageState state, String nameId) {
            int number = 0;
            for (Message message : all) {
                if (message.state() == state) {
                    List<AudioClip> name = new ArrayList<>(speech.say(nameId));
                    name.addAll(speech.number(++number));
                    entries.add(new Entry(message, name));
                }
            }
        }

        private List<AudioClip> announcement() {
            if (entries.isEmpty()) {
                return speech.say("vm-no-messages");
            }
            long fresh = count(MessageState.NEW);
            long saved = count(MessageState.SAVED);
            List<AudioClip> clips = new ArrayList<>(speech.say("vm-you-have"));
            if (fresh > 0) {
                clips.addAll(speech.number(fresh));
                clips.addAll(speech.say(fresh == 1 ? "vm-new-message" : "vm-new-messages"));
            }
            if (fresh > 0 && saved > 0) {
                clips.addAll(speech.say("vm-and"));
            }
            if (saved > 0) {
                clips.addAll(speech.number(saved));
                clips.addAll(speech.say(saved == 1 ? "vm-saved-message" : "vm-saved-messages"));
            }
            return clips;
        }

        private long count(MessageState state) {
            return entries.stream().filter(entry -> entry.message().state() == state).count();
        }

        /// @return the key pressed meanwhile, or [Keypad#NONE]: heard to its end, or a wrong key
        private char hear(Entry entry) {
            List<AudioClip> clips = new ArrayList<>(entry.name());
            String caller = entry.message().callerNumber();
            if (caller != null && caller.matches("\\+?[0-9]{1," + CALLER_DIGITS_MAX + "}")) {
                clips.addAll(speech.say("vm-from"));
                clips.addAll(speech.digits(caller));
            }
            Optional<AudioClip> audio = world.readRecording(entry.message().audio());
            audio.ifPresentOrElse(
                    clips::add, () -> clips.addAll(speech.say("vm-message-unavailable")));
            TurnResult result = listener.listen(Keypad.ask(clips, KEYS, WHILE_PLAYING));
            if (result instanceof TurnResult.NoInput && audio.isPresent()) {
                world.save(entry.message());
            }
            return Keypad.key(result, KEYS);
        }

        private char askWhatToDo() {
            List<AudioClip> question = speech.say("vm-message-keys");
            for (int attempt = 1; attempt <= QUESTION_ATTEMPTS; attempt++) {
                char key = Keypad.key(listener.listen(Keypad.ask(question, KEYS)), KEYS);
                if (key == '0') {
                    question = speech.say("vm-help");
                    attempt = 0;
                } else if (key != Keypad.NONE) {
                    return key;
                }
            }
            return Keypad.NONE;
        }

        private void act(char key) {
            Message message = entries.get(place).message();
            switch (key) {
                case '2' -> {
                    world.save(message);
                    say("vm-message-kept");
                    place++;
                }
                case '3' -> {
                    world.delete(message);
                    entries.remove(place);
                    say("vm-message-deleted");
                }
                case '4' -> {
                    if (place == 0) {
                        say("vm-no-previous-message");
                    } else {
                        place--;
                    }
                }
                case NEXT -> place++;
                case '0' -> say("vm-help");
                default -> {} // 1: the same message again
            }
        }

        private char askAtTheEnd() {
            List<AudioClip> question = speech.say("vm-no-more-messages", "vm-again-or-leave");
            for (int attempt = 1; attempt <= QUESTION_ATTEMPTS; attempt++) {
                char key = Keypad.key(listener.listen(Keypad.ask(question, "1*")), "1*");
                if (key != Keypad.NONE) {
                    return key;
                }
            }
            return Keypad.NONE;
        }
    }
}
