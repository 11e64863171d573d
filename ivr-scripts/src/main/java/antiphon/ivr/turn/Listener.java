package antiphon.ivr.turn;

import antiphon.media.AudioClip;
import antiphon.media.MediaEvent;
import antiphon.media.MediaEvent.DigitPressed;
import antiphon.media.MediaEvent.MediaTimedOut;
import antiphon.media.MediaEvent.PlaybackFinished;
import antiphon.media.MediaEvent.SessionFailed;
import antiphon.signaling.Call;
import antiphon.signaling.HangUpCause;
import antiphon.signaling.HungUp;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The ears of one call: plays prompts, takes turns, and keeps the keys typed ahead. One call, one
/// thread.
public final class Listener {
    /// How long the press of a key that has already taken effect may still be on its way.
    static final Duration TERMINATOR_WAIT = Duration.ofMillis(500);

    private final Call call;
    private final TypeAhead typed = new TypeAhead();
    private long keysPressed;

    public Listener(Call call) {
        this.call = call;
    }

    /// Asks and waits for the answer.
    public TurnResult listen(Turn turn) {
        call.answer();
        drain();
        Listening listening = new Listening(turn, typed, call.nanoTime());
        long playback = 0;
        boolean audible = false;
        while (true) {
            TurnResult result = listening.result();
            if (audible && !listening.playing()) {
                call.stopPlaying();
                audible = false;
            }
            if (result != null) {
                return result;
            }
            List<PromptClip> prompts = listening.promptsToPlay();
            if (prompts != null) {
                playback = start(prompts);
                audible = true;
            }
            switch (next(listening.deadlineNanos())) {
                case null -> listening.timePassed(call.nanoTime());
                case DigitPressed digit -> listening.keyPressed(press(digit));
                case PlaybackFinished finished -> {
                    if (audible && finished.playback() == playback) {
                        audible = false;
                        listening.promptEnded(finished.completed(), call.nanoTime());
                    }
                }
                default -> {}
            }
        }
    }

    /// Plays without listening: a key cuts it and stays for the next listener (D3).
    ///
    /// @return false if a key cut it
    public boolean play(List<PromptClip> items) {
        call.answer();
        drain();
        for (List<PromptClip> group : PromptClip.groups(items)) {
            if (!group.getFirst().bargeIn()) {
                typed.flush();
            } else if (typed.hasKeys()) {
                return false;
            }
            if (!playToEnd(group)) {
                return false;
            }
        }
        return true;
    }

    private boolean playToEnd(List<PromptClip> group) {
        boolean bargeIn = group.getFirst().bargeIn();
        long playback = start(group);
        while (true) {
            switch (next(Listening.NEVER)) {
                case DigitPressed digit -> {
                    Key key = press(digit);
                    if (bargeIn) {
                        typed.add(key);
                        if (!key.lateTerminator()) {
                            call.stopPlaying();
                            return false;
                        }
                    }
                }
                case PlaybackFinished finished when finished.playback() == playback -> {
                    return finished.completed();
                }
                case null, default -> {}
            }
        }
    }

    private long start(List<PromptClip> group) {
        List<AudioClip> clips = group.stream().map(PromptClip::clip).toList();
        // A late terminator must not cut a prompt (D9), and only we can tell: then we cut by hand.
        boolean engineMayCut = !typed.terminatorMayCome(call.nanoTime());
        return call.play(clips, group.getFirst().bargeIn() && engineMayCut);
    }

    /// Silence; keys stay for the next listener.
    public void waitFor(Duration duration) {
        long until = call.nanoTime() + duration.toNanos();
        MediaEvent event;
        while ((event = next(until)) != null) {
            if (event instanceof DigitPressed digit) {
                keep(digit);
            }
        }
    }

    /// The next event of the call, for steps that wait for something of their own.
    ///
    /// @return null when the deadline has come first
    public @Nullable MediaEvent next(long deadlineNanos) {
        MediaEvent event = call.await(deadlineNanos);
        switch (event) {
            case MediaTimedOut _ -> throw new HungUp(HangUpCause.MEDIA_TIMEOUT);
            case SessionFailed _ -> throw new HungUp(HangUpCause.FAILED);
            case DigitPressed _ -> keysPressed++;
            case null, default -> {}
        }
        return event;
    }

    /// Forgets what was typed up to now (D10).
    public void flush() {
        drain();
        typed.flush();
    }

    /// A key has ended something without a turn, for instance a recording; if its press is still to
    /// be reported, it means nothing to the next listener.
    public void expectTerminator(char endKey) {
        typed.expectTerminator(endKey, call.nanoTime() + TERMINATOR_WAIT.toNanos());
    }

    /// Keeps a key that some step has seen and does not use.
    public void keep(DigitPressed digit) {
        typed.add(press(digit));
    }

    /// Whether the caller has typed ahead.
    public boolean hasKeys() {
        drain();
        return typed.hasKeys();
    }

    /// Keys pressed in this call so far: tells a loop with a caller in it from one without.
    public long keysPressed() {
        return keysPressed;
    }

    /// Takes in the keys that came while nobody listened.
    private void drain() {
        MediaEvent event;
        while ((event = next(call.nanoTime())) != null) {
            if (event instanceof DigitPressed digit) {
                keep(digit);
            }
        }
    }

    private Key press(DigitPressed digit) {
        return typed.press(digit.digit(), digit.startNanos());
    }
}
