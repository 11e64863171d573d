package antiphon.ivr.simulation;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// A caller without sense: presses, waits, speaks and hangs up as a seed wants. One thread.
final class MonkeyCaller implements Caller {
    /// What a monkey does.
    ///
    /// @param keys what he presses, each as likely as any other
    /// @param silence how often he waits instead, 0 to 1
    /// @param hangUp how often he hangs up instead, 0 to 1
    record Habits(String keys, double silence, double hangUp) {}

    private static final Duration PAUSE_MAX = Duration.ofSeconds(4);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(20);
    private static final Duration SPEECH_MAX = Duration.ofSeconds(8);

    private final Habits habits;
    private final RandomGenerator random;
    private long nextNanos = -1;

    MonkeyCaller(Habits habits, RandomGenerator random) {
        this.habits = habits;
        this.random = random;
    }

    @Override
    public long act(SimCall call) {
        if (!call.answered()) {
            return NEVER;
        }
        if (nextNanos < 0) {
            nextNanos = call.nanoTime() + upTo(PAUSE_MAX);
        }
        if (call.nanoTime() >= nextNanos) {
            nextNanos = call.nanoTime() + upTo(PAUSE_MAX);
            double mood = random.nextDouble();
            if (mood < habits.hangUp()) {
                call.hangsUp();
                return NEVER;
            }
            if (mood < habits.hangUp() + habits.silence()) {
                nextNanos = call.nanoTime() + upTo(SILENCE_MAX);
            } else if (call.recording() && random.nextBoolean()) {
                call.speak(Duration.ofNanos(upTo(SPEECH_MAX)));
            } else {
                call.press(habits.keys().charAt(random.nextInt(habits.keys().length())));
            }
        }
        return nextNanos;
    }

    private long upTo(Duration max) {
        return 1 + random.nextLong(max.toNanos());
    }
}
