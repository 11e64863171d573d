package antiphon.ivr.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import antiphon.ivr.turn.KeyAutomaton;
import antiphon.ivr.turn.KeyRow;
import antiphon.ivr.turn.Listener;
import antiphon.ivr.turn.PromptClip;
import antiphon.ivr.turn.Timers;
import antiphon.ivr.turn.Turn;
import antiphon.ivr.turn.TurnResult.Matched;
import antiphon.ivr.turn.TurnResult.NoInput;
import antiphon.media.AudioClip;
import antiphon.signaling.HungUp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The listener on a call: what is played, cut and kept. Times are milliseconds of the call.
class ListenerTest {
    private static final PromptClip LONG = clip("long", 5000, true);
    private static final PromptClip SECOND = clip("second", 1000, true);
    private static final PromptClip NOTICE = clip("notice", 2000, false);

    private final TreeMap<Integer, Character> presses = new TreeMap<>();
    private int hangsUpAt = Integer.MAX_VALUE;
    private final SimCall call =
            new SimCall("1", SimRequests.to("x"), Instant.EPOCH, this::act, new SimWorld());
    private final Listener listener = new Listener(call);

    @Test
    void aKeyCutsThePromptAtOnceAndTheRestIsNotHeard() {
        press(700, '1');
        assertThat(listener.listen(menu(List.of(LONG, SECOND), '1')))
                .isEqualTo(new Matched(0, "1"));
        assertThat(heard()).containsExactly("long 0-700");
        assertThat(call.nanoTime()).isEqualTo(700_000_000);
    }

    @Test
    void noInputComesFirstDigitAfterTheEndOfThePrompts() {
        assertThat(listener.listen(menu(List.of(LONG, SECOND), '1'))).isEqualTo(new NoInput());
        assertThat(heard()).containsExactly("long 0-5000", "second 5000-6000");
        assertThat(call.nanoTime()).isEqualTo(12_000_000_000L);
    }

    @Test
    void aNoticeIsNotCutByAKeyAndThePromptBehindItIs() {
        press(500, '1');
        press(2500, '1');
        assertThat(listener.listen(menu(List.of(NOTICE, LONG), '1')))
                .isEqualTo(new Matched(0, "1"));
        assertThat(heard()).containsExactly("notice 0-2000", "long 2000-2500");
    }

    @Test
    void aKeyDuringAPlainPlayCutsItAndAnswersTheNextQuestion() {
        press(500, '1');
        assertThat(listener.play(List.of(LONG))).isFalse();
        assertThat(listener.listen(menu(List.of(SECOND), '1'))).isEqualTo(new Matched(0, "1"));
        assertThat(heard()).containsExactly("long 0-500");
    }

    @Test
    void aKeyTypedAheadSkipsThePlainPlayToo() {
        press(500, '1');
        listener.waitFor(Duration.ofSeconds(1));
        assertThat(listener.play(List.of(LONG))).isFalse();
        assertThat(heard()).isEmpty();
    }

    @Test
    void aLateEndKeyCutsNeitherAPlainPlayNorTheNextQuestion() {
        press(100, '4');
        press(200, '2');
        press(900, '#');
        assertThat(listener.listen(number(2, 2))).isEqualTo(new Matched(0, "42"));
        assertThat(listener.play(List.of(SECOND))).isTrue();
        assertThat(listener.listen(menu(List.of(LONG), '1'))).isEqualTo(new NoInput());
        assertThat(heard()).containsExactly("second 200-1200", "long 1200-6200");
    }

    @Test
    void anotherKeyStillCutsThePromptWhileTheLateEndKeyIsExpected() {
        press(100, '4');
        press(200, '2');
        press(900, '1');
        assertThat(listener.listen(number(2, 2))).isEqualTo(new Matched(0, "42"));
        assertThat(listener.listen(menu(List.of(LONG), '1'))).isEqualTo(new Matched(0, "1"));
        assertThat(heard()).containsExactly("long 200-900");
    }

    @Test
    void aHangUpIsThrownOutOfTheTurn() {
        hangsUpAt = 300;
        assertThatThrownBy(() -> listener.listen(menu(List.of(LONG), '1')))
                .isInstanceOf(HungUp.class);
        assertThat(heard()).containsExactly("long 0-300");
    }

    @Test
    void keysPressedTellACallerFromSilence() {
        press(100, '1');
        press(200, '1');
        listener.waitFor(Duration.ofSeconds(1));
        assertThat(listener.keysPressed()).isEqualTo(2);
    }

    private void press(int millis, char key) {
        presses.put(millis, key);
    }

    private long act(SimCall one) {
        while (!presses.isEmpty() && presses.firstKey() * 1_000_000L <= one.nanoTime()) {
            one.press(presses.pollFirstEntry().getValue());
        }
        if (hangsUpAt * 1_000_000L <= one.nanoTime()) {
            one.hangsUp();
        }
        int next = presses.isEmpty() ? Integer.MAX_VALUE : presses.firstKey();
        next = Math.min(next, hangsUpAt);
        return next == Integer.MAX_VALUE ? Caller.NEVER : next * 1_000_000L;
    }

    private List<String> heard() {
        List<String> all = new ArrayList<>();
        for (Heard one : call.heard()) {
            all.add(
                    one.name()
                            + " "
                            + one.startNanos() / 1_000_000
                            + "-"
                            + one.endNanos() / 1_000_000);
        }
        return all;
    }

    private static Turn menu(List<PromptClip> prompts, char key) {
        var keys = KeyAutomaton.compile(List.of(KeyRow.key(key)));
        return Turn.choice(prompts, keys, Timers.DEFAULT);
    }

    private static Turn number(int min, int max) {
        var keys = KeyAutomaton.compile(List.of(KeyRow.digits(min, max)));
        return new Turn(List.of(), keys, Timers.DEFAULT, '#', '*', true);
    }

    private static PromptClip clip(String name, int millis, boolean bargeIn) {
        return new PromptClip(AudioClip.of(name, 8000, new short[millis * 8]), bargeIn);
    }
}
