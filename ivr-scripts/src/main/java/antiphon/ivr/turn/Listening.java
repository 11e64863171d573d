package antiphon.ivr.turn;

import antiphon.ivr.turn.TurnResult.Matched;
import antiphon.ivr.turn.TurnResult.NoInput;
import antiphon.ivr.turn.TurnResult.NoMatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// One turn under way, without a call and without a clock: keys, ends of prompts and the time come
/// in; prompts to play, a deadline and the result come out.
///
///     prompts ────────────┤
///                          first_digit ──────────────► NoInput
///     keys         4        inter_digit ─────────────► NoMatch
///     keys         4 2 1 7  fires at once            ► Matched
///     keys         4        decide (4 and 4XXX) ─────► Matched
///
/// Owned by the call's thread.
final class Listening {
    static final long NEVER = Long.MAX_VALUE;

    private final Turn turn;
    private final TypeAhead typed;
    private final long startNanos;
    private final Queue<List<PromptClip>> prompts;
    private final StringBuilder digits = new StringBuilder();
    private int state = KeyAutomaton.START;
    private long lastKeyNanos;
    private long deadlineNanos = NEVER;
    private @Nullable List<PromptClip> playing;
    private @Nullable TurnResult result;

    Listening(Turn turn, TypeAhead typed, long nowNanos) {
        this.turn = turn;
        this.typed = typed;
        this.startNanos = nowNanos;
        this.prompts = new ArrayDeque<>(PromptClip.groups(turn.prompts()));
        eatTypedAhead();
        if (prompts.isEmpty() && result == null && digits.isEmpty()) {
            waitFrom(nowNanos, turn.timers().firstDigit());
        }
    }

    /// D2: what was typed before counts first; D3, D10: unless this turn does not want it.
    private void eatTypedAhead() {
        List<PromptClip> first = prompts.peek();
        boolean deaf = first != null && !first.getFirst().bargeIn();
        if (!turn.typeAhead() || deaf) {
            typed.flush();
        }
        Key key;
        while (result == null && (key = typed.poll()) != null) {
            if (means(key)) {
                take(key);
            }
        }
        if (!digits.isEmpty()) {
            prompts.clear();
        }
    }

    /// The prompts to start now, or null when some are playing or none are left.
    @Nullable List<PromptClip> promptsToPlay() {
        if (result != null || playing != null || prompts.isEmpty()) {
            return null;
        }
        playing = prompts.remove();
        deadlineNanos = NEVER; // D4: a clear key typed ahead may have started first_digit
        if (!playing.getFirst().bargeIn()) {
            typed.flush();
        }
        return playing;
    }

    /// Whether a prompt is to be heard at the moment; false after it was cut.
    boolean playing() {
        return playing != null;
    }

    /// @param completed false when a key cut it; then the rest of the list is dropped (D3)
    void promptEnded(boolean completed, long nowNanos) {
        playing = null;
        if (!completed) {
            prompts.clear();
        }
        if (prompts.isEmpty() && digits.isEmpty()) {
            waitFrom(nowNanos, turn.timers().firstDigit());
        }
    }

    void keyPressed(Key key) {
        boolean deaf = playing != null && !playing.getFirst().bargeIn();
        if (!deaf && means(key)) {
            playing = null;
            prompts.clear();
            take(key);
        }
    }

    /// When to call [#timePassed]; [#NEVER] while a prompt decides.
    long deadlineNanos() {
        return deadlineNanos;
    }

    void timePassed(long nowNanos) {
        if (result != null || nowNanos < deadlineNanos) {
            return;
        }
        int option = turn.keys().accepts(state);
        if (digits.isEmpty()) {
            finish(new NoInput());
        } else if (option >= 0) {
            finishByLength(option);
        } else {
            finish(new NoMatch());
        }
    }

    @Nullable TurnResult result() {
        return result;
    }

    /// D9: a late terminator means something only to who has that key of his own.
    private boolean means(Key key) {
        return !key.lateTerminator() || turn.keys().beginsWith(key.digit());
    }

    private void take(Key key) {
        // Keys typed ahead may be old: no timer runs from before this turn.
        lastKeyNanos = Math.max(key.startNanos(), startNanos);
        if (is(turn.clearKey(), key)) {
            digits.setLength(0);
            state = KeyAutomaton.START;
            waitFrom(lastKeyNanos, turn.timers().firstDigit());
        } else if (is(turn.endKey(), key)) {
            endKeyPressed();
        } else {
            digitPressed(key);
        }
    }

    private void endKeyPressed() {
        int option = turn.keys().accepts(state);
        if (option >= 0) {
            finish(new Matched(option, digits.toString()));
        } else {
            finish(digits.isEmpty() ? new NoInput() : new NoMatch());
        }
    }

    private void digitPressed(Key key) {
        state = turn.keys().next(state, key.digit());
        digits.append(key.digit());
        if (state == KeyAutomaton.DEAD) {
            finish(new NoMatch());
            return;
        }
        int option = turn.keys().accepts(state);
        Timers timers = turn.timers();
        if (option < 0) {
            waitFrom(lastKeyNanos, timers.interDigit());
        } else if (turn.keys().extensible(state)) {
            waitFrom(lastKeyNanos, timers.decide());
        } else if (turn.endKey() != null && timers.term().isPositive()) {
            waitFrom(lastKeyNanos, timers.term());
        } else {
            finishByLength(option);
        }
    }

    private void finishByLength(int option) {
        finish(new Matched(option, digits.toString()));
        Character endKey = turn.endKey();
        if (endKey != null) {
            long until = lastKeyNanos + turn.timers().interDigit().toNanos();
            typed.expectTerminator(endKey, until);
        }
    }

    private void finish(TurnResult ended) {
        result = ended;
        deadlineNanos = NEVER;
        playing = null;
        prompts.clear();
        if (!(ended instanceof Matched)) {
            typed.flush(); // D10
        }
    }

    private void waitFrom(long nanos, Duration duration) {
        deadlineNanos = nanos + duration.toNanos();
    }

    private static boolean is(@Nullable Character wanted, Key key) {
        return wanted != null && wanted == key.digit();
    }
}
