package antiphon.ivr.turn;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.ivr.turn.TurnResult.Matched;
import antiphon.ivr.turn.TurnResult.NoInput;
import antiphon.ivr.turn.TurnResult.NoMatch;
import antiphon.media.AudioClip;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The rules D1 to D10, by hand on a virtual clock. Times are milliseconds from the turn's start.
class ListeningTest {
    private static final String X = "0123456789";
    private static final Timers TIMERS =
            new Timers(millis(6000), millis(3000), millis(1500), Duration.ZERO);
    private static final List<PromptClip> NO_PROMPT = List.of();
    private static final List<PromptClip> WELCOME = PromptClip.of(List.of(clip("welcome")), true);
    private static final List<PromptClip> NOTICE = PromptClip.of(List.of(clip("notice")), false);

    private final TypeAhead typed = new TypeAhead();

    // D1

    @Test
    void theQueueKeeps64KeysAndDropsWhatComesAfter() {
        for (int i = 0; i < 70; i++) typed.add(typed.press('1', i));
        assertThat(typed.size()).isEqualTo(64);
    }

    @Test
    void keysNeverShowThemselvesInText() {
        assertThat(typed.press('7', 123).toString()).doesNotContain("7");
        assertThat(new Matched(0, "2580").toString()).doesNotContain("2580").contains("••••");
    }

    // D2

    @Test
    void anInputCompletedByTypeAheadNeverStartsThePrompt() {
        type("2");
        var turn = menu(WELCOME, "1", "2");
        assertThat(turn.result()).isEqualTo(new Matched(1, "2"));
        assertThat(turn.promptsToPlay()).isNull();
    }

    @Test
    void anInputBegunByTypeAheadSkipsThePromptAndWaitsForTheNextDigit() {
        type("4");
        var turn = menu(WELCOME, "4XXX");
        assertThat(turn.promptsToPlay()).isNull();
        assertThat(turn.deadlineNanos()).isEqualTo(nanos(3000));
    }

    @Test
    void whatTypeAheadLeavesOverBelongsToTheNextTurn() {
        type("12");
        assertThat(menu(WELCOME, "1").result()).isEqualTo(new Matched(0, "1"));
        assertThat(menu(WELCOME, "2").result()).isEqualTo(new Matched(0, "2"));
    }

    @Test
    void typeAheadFromLongAgoDoesNotMakeTheTimersExpireAtOnce() {
        typed.add(typed.press('4', nanos(-60_000)));
        var turn = menu(WELCOME, "4", "4XXX");
        assertThat(turn.deadlineNanos()).isEqualTo(nanos(1500));
    }

    // D3

    @Test
    void aKeyCutsThePromptAndTheRestOfTheList() {
        var turn = menu(List.of(WELCOME.getFirst(), NOTICE.getFirst()), "4XXX");
        assertThat(turn.promptsToPlay()).isEqualTo(WELCOME);
        turn.keyPressed(press('4', 700));
        assertThat(turn.playing()).isFalse();
        assertThat(turn.promptsToPlay()).isNull();
    }

    @Test
    void withoutBargeInKeysAreThrownAwayAndSoIsTheQueueBefore() {
        type("1");
        var turn = menu(NOTICE, "1");
        assertThat(turn.promptsToPlay()).isEqualTo(NOTICE);
        turn.keyPressed(press('1', 500));
        assertThat(turn.playing()).isTrue();
        assertThat(turn.result()).isNull();
        turn.promptEnded(true, nanos(2000));
        turn.keyPressed(press('1', 2500));
        assertThat(turn.result()).isEqualTo(new Matched(0, "1"));
    }

    @Test
    void afterANoticeThatCannotBeCutTheRestCanBe() {
        var turn = menu(List.of(NOTICE.getFirst(), WELCOME.getFirst()), "1");
        assertThat(turn.promptsToPlay()).isEqualTo(NOTICE);
        turn.keyPressed(press('1', 100));
        turn.promptEnded(true, nanos(2000));
        assertThat(turn.promptsToPlay()).isEqualTo(WELCOME);
        turn.keyPressed(press('1', 2100));
        assertThat(turn.result()).isEqualTo(new Matched(0, "1"));
    }

    @Test
    void aPromptThatTheEngineCutDropsTheRestEvenBeforeTheKeyIsSeen() {
        var turn = menu(List.of(WELCOME.getFirst(), NOTICE.getFirst()), "1");
        assertThat(turn.promptsToPlay()).isEqualTo(WELCOME);
        turn.promptEnded(false, nanos(500));
        assertThat(turn.promptsToPlay()).isNull();
        turn.keyPressed(press('1', 490));
        assertThat(turn.result()).isEqualTo(new Matched(0, "1"));
    }

    // D4

    @Test
    void firstDigitRunsFromTheEndOfTheLastPrompt() {
        var turn = menu(WELCOME, "1");
        assertThat(turn.promptsToPlay()).isEqualTo(WELCOME);
        assertThat(turn.deadlineNanos()).isEqualTo(Listening.NEVER);
        turn.promptEnded(true, nanos(4000));
        turn.timePassed(nanos(9999));
        assertThat(turn.result()).isNull();
        turn.timePassed(nanos(10_000));
        assertThat(turn.result()).isEqualTo(new NoInput());
    }

    @Test
    void aClearKeyTypedAheadStartsNoTimerBeforeThePrompt() {
        type("4*");
        Turn plain = digitsTurn(4, 4, TIMERS);
        var turn =
                new Listening(
                        new Turn(WELCOME, plain.keys(), plain.timers(), '#', '*', true), typed, 0);
        assertThat(turn.promptsToPlay()).isEqualTo(WELCOME);
        assertThat(turn.deadlineNanos()).isEqualTo(Listening.NEVER);
        turn.promptEnded(true, nanos(9000));
        assertThat(turn.deadlineNanos()).isEqualTo(nanos(15_000));
    }

    @Test
    void firstDigitRunsAtOnceWhereThereIsNoPrompt() {
        var turn = menu(NO_PROMPT, "1");
        turn.timePassed(nanos(6000));
        assertThat(turn.result()).isEqualTo(new NoInput());
    }

    // D5, D6, D7, D8

    @Test
    void anInputLeftHalfWayIsNoMatch() {
        var turn = menu(NO_PROMPT, "4XXX");
        turn.keyPressed(press('4', 1000));
        turn.keyPressed(press('2', 2000));
        turn.timePassed(nanos(4999));
        assertThat(turn.result()).isNull();
        turn.timePassed(nanos(5000));
        assertThat(turn.result()).isEqualTo(new NoMatch());
    }

    @Test
    void aCompleteInputThatMayBeLongerFiresAfterDecide() {
        var turn = menu(NO_PROMPT, "4", "4XXX");
        turn.keyPressed(press('4', 1000));
        turn.timePassed(nanos(2499));
        assertThat(turn.result()).isNull();
        turn.timePassed(nanos(2500));
        assertThat(turn.result()).isEqualTo(new Matched(0, "4"));
    }

    @Test
    void anInputThatCannotBeLongerFiresAtOnce() {
        var turn = menu(NO_PROMPT, "4", "4XXX");
        "4217".chars().forEach(key -> turn.keyPressed(press((char) key, 1000)));
        assertThat(turn.result()).isEqualTo(new Matched(1, "4217"));
    }

    @Test
    void aKeyThatLeadsNowhereIsNoMatchAtOnce() {
        var turn = menu(NO_PROMPT, "1", "4XXX");
        turn.keyPressed(press('9', 1000));
        assertThat(turn.result()).isEqualTo(new NoMatch());
    }

    // D9

    @Test
    void theEndKeyEndsTheInputAndIsNoPartOfIt() {
        var turn = digits(6, 8);
        keys(turn, "123456#");
        assertThat(turn.result()).isEqualTo(new Matched(0, "123456"));
    }

    @Test
    void anEndKeyTooEarlyIsNoMatch() {
        var turn = digits(6, 8);
        keys(turn, "123#");
        assertThat(turn.result()).isEqualTo(new NoMatch());
    }

    @Test
    void anEndKeyAloneIsNoInput() {
        var turn = digits(6, 8);
        keys(turn, "#");
        assertThat(turn.result()).isEqualTo(new NoInput());
    }

    @Test
    void aLateEndKeyIsSwallowedAndDoesNotCutTheNextPrompt() {
        keys(digits(2, 2), "12");
        var next = menu(WELCOME, "1");
        assertThat(next.promptsToPlay()).isEqualTo(WELCOME);
        next.keyPressed(press('#', 2900));
        assertThat(next.playing()).isTrue();
        assertThat(next.result()).isNull();
    }

    @Test
    void aLateEndKeyTypedAheadIsSwallowedToo() {
        type("12#34");
        var first = digits(2, 2);
        assertThat(first.result()).isEqualTo(new Matched(0, "12"));
        assertThat(digits(2, 2).result()).isEqualTo(new Matched(0, "34"));
    }

    @Test
    void aLateEndKeyCountsForAListenerThatHasThatKey() {
        keys(digits(2, 2), "12");
        var next = menu(WELCOME, "1", "#");
        next.keyPressed(press('#', 500));
        assertThat(next.result()).isEqualTo(new Matched(1, "#"));
    }

    @Test
    void afterInterDigitAnEndKeyIsNotLateButAKeyOfItsOwn() {
        keys(digits(2, 2), "12");
        var next = menu(WELCOME, "1");
        next.keyPressed(press('#', 3100));
        assertThat(next.result()).isEqualTo(new NoMatch());
    }

    @Test
    void onlyTheVeryNextKeyMayBeALateEndKey() {
        keys(digits(2, 2), "12");
        var next = menu(WELCOME, "1XX");
        next.keyPressed(press('1', 500));
        next.keyPressed(press('#', 600));
        assertThat(next.result()).isEqualTo(new NoMatch());
    }

    @Test
    void theClearKeyErasesWhatWasTyped() {
        var turn = digits(2, 2);
        keys(turn, "9*12");
        assertThat(turn.result()).isEqualTo(new Matched(0, "12"));
    }

    @Test
    void afterTheClearKeyTheCallerHasTheTimeOfAFirstDigit() {
        var turn = digits(2, 2);
        turn.keyPressed(press('9', 1000));
        turn.keyPressed(press('*', 2000));
        assertThat(turn.deadlineNanos()).isEqualTo(nanos(8000));
    }

    @Test
    void withATermTimerTheFullInputWaitsForItsEndKey() {
        var timers = new Timers(millis(6000), millis(3000), millis(1500), millis(1000));
        var turn = new Listening(digitsTurn(2, 2, timers), typed, 0);
        keys(turn, "12");
        assertThat(turn.result()).isNull();
        assertThat(turn.deadlineNanos()).isEqualTo(nanos(1000));
        keys(turn, "#");
        assertThat(turn.result()).isEqualTo(new Matched(0, "12"));
    }

    // D10

    @Test
    void noMatchForgetsWhatWasTypedAhead() {
        type("91");
        assertThat(menu(WELCOME, "1").result()).isEqualTo(new NoMatch());
        assertThat(typed.size()).isZero();
    }

    @Test
    void aTurnWithoutTypeAheadForgetsTheQueue() {
        type("1");
        var plain = menuTurn(WELCOME, "1");
        var turn = new Turn(plain.prompts(), plain.keys(), plain.timers(), null, null, false);
        var listening = new Listening(turn, typed, 0);
        assertThat(listening.result()).isNull();
        assertThat(listening.promptsToPlay()).isEqualTo(WELCOME);
    }

    // Which pattern wins

    @Test
    void theNarrowerPatternWinsOverTheWiderOne() {
        var turn = menu(NO_PROMPT, "4XXX", "4000");
        keys(turn, "4000");
        assertThat(turn.result()).isEqualTo(new Matched(1, "4000"));
    }

    private Listening menu(List<PromptClip> prompts, String... patterns) {
        return new Listening(menuTurn(prompts, patterns), typed, 0);
    }

    private static Turn menuTurn(List<PromptClip> prompts, String... patterns) {
        var rows = Arrays.stream(patterns).map(ListeningTest::row).toList();
        return Turn.choice(prompts, KeyAutomaton.compile(rows), TIMERS);
    }

    private static KeyRow row(String pattern) {
        return KeyRow.of(
                pattern.chars()
                        .mapToObj(key -> key == 'X' ? X : String.valueOf((char) key))
                        .toList());
    }

    private Listening digits(int min, int max) {
        return new Listening(digitsTurn(min, max, TIMERS), typed, 0);
    }

    private static Turn digitsTurn(int min, int max, Timers timers) {
        var keys = KeyAutomaton.compile(List.of(KeyRow.digits(min, max)));
        return new Turn(NO_PROMPT, keys, timers, '#', '*', true);
    }

    private void keys(Listening turn, String keys) {
        keys.chars().forEach(key -> turn.keyPressed(press((char) key, 0)));
    }

    private void type(String keys) {
        keys.chars().forEach(key -> typed.add(press((char) key, 0)));
    }

    private Key press(char key, int atMillis) {
        return typed.press(key, nanos(atMillis));
    }

    private static Duration millis(int millis) {
        return Duration.ofMillis(millis);
    }

    private static long nanos(long millis) {
        return millis * 1_000_000;
    }

    private static AudioClip clip(String name) {
        return AudioClip.of(name, 8000, new short[8000]);
    }
}
