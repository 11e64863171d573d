package antiphon.media;

import antiphon.media.audio.Frame;
import antiphon.media.audio.Limiter;
import antiphon.media.audio.Pcm;
import org.jspecify.annotations.Nullable;

/// One session in a room. The volatile fields are for any thread, all else is the media thread's.
final class Member {
    /// A frame below this is not speech, and is not mixed.
    private static final long TALK_ENERGY = Pcm.energyAt(-55);

    /// Speech has pauses: the gate stays open for 300 ms.
    private static final int HANG_OVER_FRAMES = 15;

    /// How often others see a new level.
    private static final int LEVEL_EVERY_FRAMES = 5;

    final Session session;
    final String id;
    final Limiter limiter = new Limiter();

    /// Its place in the room's list.
    int index;

    private final int[] scaled = new int[Frame.SAMPLES];
    private float gain;
    private int hangOver;
    private int framesToLevel;

    volatile boolean muted;
    volatile double gainDb;
    private volatile float gainFactor = 1f;
    private volatile boolean talking;
    private volatile int levelDbov = Pcm.SILENCE_DBOV;

    Member(Session session, String id, boolean muted) {
        this.session = session;
        this.id = id;
        this.muted = muted;
    }

    void gainDb(double db) {
        gainDb = db;
        gainFactor = (float) Math.pow(10, db / 20);
    }

    /// What this member adds to the mix in this frame; null if nothing. Gain changes, the opening
    /// of the gate and muting all take one frame, so that they don't click.
    int @Nullable [] voice(int[] heard) {
        long energy = Pcm.energy(heard);
        boolean speech = energy >= TALK_ENERGY;
        hangOver = speech ? HANG_OVER_FRAMES : Math.max(0, hangOver - 1);
        boolean talks = hangOver > 0;
        publish(energy, talks);
        float wanted = talks && !muted ? gainFactor : 0f;
        float before = gain;
        gain = wanted;
        if (wanted == 0f && before == 0f) {
            return null;
        }
        if (wanted == 1f && before == 1f) {
            return heard;
        }
        Pcm.ramp(heard, before, wanted, scaled);
        return scaled;
    }

    /// How loud this member was in the last mix.
    float gain() {
        return gain;
    }

    private void publish(long energy, boolean talks) {
        if (--framesToLevel > 0) {
            return;
        }
        framesToLevel = LEVEL_EVERY_FRAMES;
        int level = Pcm.levelDbov(energy);
        if (level != levelDbov) {
            levelDbov = level;
        }
        if (talks != talking) {
            talking = talks;
        }
    }

    Conference.Participant participant() {
        return new Conference.Participant(id, muted, gainDb, talking, levelDbov);
    }
}
