package antiphon.ivr.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import antiphon.ivr.turn.KeyRow;
import antiphon.ivr.turn.Listener;
import antiphon.ivr.voicemail.DepositDialogue;
import antiphon.ivr.voicemail.DepositOutcome;
import antiphon.ivr.voicemail.DepositTerms;
import antiphon.ivr.voicemail.GreetingReason;
import antiphon.ivr.world.Speech;
import antiphon.signaling.HangUpCause;
import antiphon.signaling.HungUp;
import antiphon.storage.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Leaving a message, whatever the caller does.
class DepositTest {
    private static final DepositTerms TERMS =
            new DepositTerms(
                    Duration.ofMinutes(3),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(6),
                    Optional.of('#'),
                    false,
                    List.of(),
                    true);

    private final SimWorld world = new SimWorld();

    /// Does one thing when the recording has run for so long.
    private static Caller afterBeep(int millis, Consumer<SimCall> deed) {
        return new Caller() {
            private long startNanos = -1;
            private boolean done;

            @Override
            public long act(SimCall call) {
                if (done || !call.recording()) {
                    return NEVER;
                }
                if (startNanos < 0) {
                    startNanos = call.nanoTime();
                    call.speak(Duration.ofMillis(millis));
                }
                long due = startNanos + millis * 1_000_000L;
                if (call.nanoTime() < due) {
                    return due;
                }
                done = true;
                deed.accept(call);
                return NEVER;
            }
        };
    }

    @Test
    void aMessageEndedByPoundIsKept() {
        assertThat(leave(TERMS, afterBeep(4000, call -> call.press('#'))))
                .isEqualTo(new DepositOutcome.Kept());
        assertThat(message().durationMillis()).isEqualTo(4000);
        assertThat(message().ending()).isEqualTo("key");
    }

    @Test
    void aMessageIsKeptWhenTheCallerHangsUp() {
        assertThatThrownBy(() -> leaveAndSayMore(TERMS, afterBeep(4000, SimCall::hangsUp)))
                .isInstanceOf(HungUp.class);
        assertThat(message().durationMillis()).isEqualTo(4000);
        assertThat(message().ending()).isEqualTo("hang-up");
        assertThat(message().callerNumber()).isEqualTo("1002");
    }

    @Test
    void aMessageIsKeptWhenTheCallDiesWithoutTellingItsEnd() {
        assertThatThrownBy(() ->
                        leaveAndSayMore(
                                TERMS,
                                afterBeep(
                                        4000,
                                        call -> {
                                            call.fail(HangUpCause.FAILED);
                                            call.forgetEvents();
                                        })))
                .isInstanceOf(HungUp.class);
        assertThat(message().durationMillis()).isEqualTo(4000);
    }

    @Test
    void silenceEndsTheMessage() {
        assertThat(leave(TERMS, afterBeep(4000, _ -> {}))).isEqualTo(new DepositOutcome.Kept());
        assertThat(message().ending()).isEqualTo("silence");
        assertThat(message().durationMillis()).isBetween(4000L, 5000L);
    }

    @Test
    void theLimitEndsTheMessage() {
        assertThat(leave(TERMS, afterBeep(600_000, _ -> {}))).isEqualTo(new DepositOutcome.Kept());
        assertThat(message().ending()).isEqualTo("limit");
        assertThat(message().durationMillis()).isEqualTo(180_000);
    }

    @Test
    void aMessageShorterThanTheMinimumIsEmptyAndLeavesNoFile() {
        assertThat(leave(TERMS, afterBeep(900, call -> call.press('#'))))
                .isEqualTo(new DepositOutcome.Empty());
        assertThat(world.messages("1001")).isEmpty();
        assertThat(world.strayRecordings()).isZero();
    }

    @Test
    void nothingIsLeftWhenTheCallerHangsUpDuringTheGreeting() {
        Caller caller =
                call -> {
                    if (call.nanoTime() >= 500_000_000L) {
                        call.hangsUp();
                    }
                    return 500_000_000L;
                };
        assertThatThrownBy(() -> leave(TERMS, caller)).isInstanceOf(HungUp.class);
        assertThat(world.messages("1001")).isEmpty();
        assertThat(world.strayRecordings()).isZero();
    }

    @Test
    void aKeyOfItsOwnLeavesTheRecordingAndWhatWasSaidIsKept() {
        DepositTerms terms = withKey(TERMS, '0');
        assertThat(leave(terms, afterBeep(4000, call -> call.press('0'))))
                .isEqualTo(new DepositOutcome.KeyPressed(0, "0"));
        assertThat(message().durationMillis()).isEqualTo(4000);
    }

    @Test
    void aKeyOfItsOwnLeavesTheGreeting() {
        Caller caller =
                call -> {
                    if (call.heardCount() == 1) {
                        call.press('0');
                    }
                    return Caller.NEVER;
                };
        assertThat(leave(withKey(TERMS, '0'), caller))
                .isEqualTo(new DepositOutcome.KeyPressed(0, "0"));
        assertThat(world.messages("1001")).isEmpty();
    }

    @Test
    void aFullDiskIsTold() {
        world.fillDisk();
        assertThat(leave(TERMS, _ -> Caller.NEVER)).isEqualTo(new DepositOutcome.NotSaved());
    }

    @Test
    void whatABrokenDiskTookIsKeptAndTold() {
        SimCall call = call(afterBeep(4000, SimCall::breakDisk));
        assertThat(leave(TERMS, call)).isEqualTo(new DepositOutcome.Kept());
        assertThat(message().ending()).isEqualTo("failed");
        assertThat(call.heard().getLast().name()).isEqualTo("en/vm-partly-saved");
    }

    @Test
    void whatABrokenDiskTookIsKeptHoweverShort() {
        assertThat(leave(TERMS, afterBeep(500, SimCall::breakDisk)))
                .isEqualTo(new DepositOutcome.Kept());
        assertThat(message().durationMillis()).isEqualTo(500);
    }

    @Test
    void aMessageIsKeptWhenTheCallerHangsUpDuringTheReview() {
        Caller recorded = afterBeep(4000, call -> call.press('#'));
        Caller caller =
                call -> {
                    if (call.heard().stream().anyMatch(one -> one.is("vm-review"))) {
                        call.hangsUp();
                        return Caller.NEVER;
                    }
                    return recorded.act(call);
                };
        assertThatThrownBy(() -> leave(reviewed(), caller)).isInstanceOf(HungUp.class);
        assertThat(message().durationMillis()).isEqualTo(4000);
    }

    @Test
    void aDiskThatTookNothingIsToldAsNotSaved() {
        SimCall call = call(afterBeep(0, SimCall::breakDisk));
        assertThat(leave(TERMS, call)).isEqualTo(new DepositOutcome.NotSaved());
        assertThat(call.heard().getLast().name()).isEqualTo("en/vm-not-saved");
        assertThat(world.strayRecordings()).isZero();
    }

    @Test
    void aMailboxDeletedMeanwhileIsTold() {
        Caller caller =
                afterBeep(
                        4000,
                        call -> {
                            world.removeMailbox("1001");
                            call.press('#');
                        });
        assertThat(leave(TERMS, caller)).isEqualTo(new DepositOutcome.NotSaved());
    }

    @Test
    void inTheReviewTheCallerListensAndRecordsAgain() {
        ReviewingCaller caller = new ReviewingCaller();
        assertThat(leave(reviewed(), caller)).isEqualTo(new DepositOutcome.Kept());
        assertThat(world.messages("1001")).hasSize(1);
        assertThat(message().durationMillis()).isEqualTo(3000);
        assertThat(world.strayRecordings()).isZero();
    }

    @Test
    void theGreetingSaysWhoAndWhy() {
        SimCall call = call(_ -> Caller.NEVER);
        DepositDialogue dialogue = dialogue(call);
        var box = world.add("12", null, 0, 0, Instant.EPOCH);
        var names =
                dialogue
                        .greeting(world.mailbox(box.number()).orElseThrow(), GreetingReason.BUSY)
                        .stream()
                        .map(clip -> clip.name())
                        .toList();
        assertThat(names)
                .containsExactly(
                        "en/vm-person-at-extension",
                        "en/digits/1",
                        "en/digits/2",
                        "en/vm-is-busy",
                        "en/vm-leave-message");
    }

    /// First take 2 s, listened to, recorded again for 3 s, kept.
    private static final class ReviewingCaller implements Caller {
        private final ArrayDeque<Character> answers = new ArrayDeque<>(List.of('1', '2', '3'));
        private int takes;
        private int asked;
        private long due = NEVER;

        @Override
        public long act(SimCall call) {
            if (call.recording()) {
                if (due == NEVER) {
                    takes++;
                    due = call.nanoTime() + (takes == 1 ? 2_000_000_000L : 3_000_000_000L);
                    call.speak(Duration.ofSeconds(3));
                }
                if (call.nanoTime() >= due) {
                    due = NEVER;
                    call.press('#');
                }
                return due;
            }
            int reviews = (int) call.heard().stream().filter(one -> one.is("vm-review")).count();
            if (reviews > asked && !answers.isEmpty()) {
                asked = reviews;
                call.press(answers.remove());
            }
            return NEVER;
        }
    }

    private static DepositTerms reviewed() {
        return new DepositTerms(
                TERMS.max(), TERMS.min(), TERMS.silence(), TERMS.endKey(), true, List.of(), true);
    }

    private static DepositTerms withKey(DepositTerms terms, char key) {
        return new DepositTerms(
                terms.max(),
                terms.min(),
                terms.silence(),
                terms.endKey(),
                terms.review(),
                List.of(KeyRow.key(key)),
                terms.bargeIn());
    }

    private DepositOutcome leave(DepositTerms terms, Caller caller) {
        return leave(terms, call(caller));
    }

    private void leaveAndSayMore(DepositTerms terms, Caller caller) {
        SimCall call = call(caller);
        assertThat(leave(terms, call)).isEqualTo(new DepositOutcome.Kept());
        new Listener(call).play(List.of());
        call.stopPlaying();
    }

    private DepositOutcome leave(DepositTerms terms, SimCall call) {
        world.add("1001", null, 0, 0, Instant.EPOCH);
        DepositDialogue dialogue = dialogue(call);
        var box = world.mailbox("1001").orElseThrow();
        return dialogue.leave(box, dialogue.greeting(box, GreetingReason.UNAVAILABLE), terms);
    }

    private SimCall call(Caller caller) {
        return new SimCall("1", SimRequests.to("vm-1001"), Instant.EPOCH, caller, world);
    }

    private DepositDialogue dialogue(SimCall call) {
        Speech speech = new Speech(SimPrompts.ALL, world, () -> "en", () -> "en");
        return new DepositDialogue(call, new Listener(call), world, speech);
    }

    private Message message() {
        return world.messages("1001").getFirst();
    }
}
