package antiphon.ivr.simulation;

import java.util.ArrayList;
import java.util.List;

/// What a caller has heard, hears, and will hear if nothing cuts it; in order of its start. One
/// thread.
final class HeardLog {
    /// Clips looked back for something that still sounds: only a room or music is older than the
    /// last playback, and those are alone.
    private static final int CLIPS_BACK = 64;

    private final List<Heard> all = new ArrayList<>();

    void add(Heard one) {
        all.add(one);
    }

    void addAll(List<Heard> ahead) {
        all.addAll(ahead);
    }

    Heard at(int index) {
        return all.get(index);
    }

    /// What has begun by then.
    List<Heard> until(long nanos) {
        return List.copyOf(all.subList(0, countUntil(nanos)));
    }

    int countUntil(long nanos) {
        int count = all.size();
        while (count > 0 && all.get(count - 1).startNanos() > nanos) {
            count--;
        }
        return count;
    }

    /// When the next clip begins, or [Caller#NEVER].
    long nextStart(long nanos) {
        int next = countUntil(nanos);
        return next < all.size() ? all.get(next).startNanos() : Caller.NEVER;
    }

    long audibleUntil() {
        long until = 0;
        for (int at = all.size() - 1; at >= 0 && at > all.size() - CLIPS_BACK; at--) {
            until = Math.max(until, all.get(at).endNanos());
        }
        return until;
    }

    /// A playback is cut: its clips that have not begun are never heard.
    ///
    /// @return how many of them were heard to their end
    int cut(List<Heard> playback, long nanos) {
        int played = 0;
        for (Heard clip : playback) {
            if (clip.endNanos() <= nanos) {
                played++;
            } else if (clip.startNanos() <= nanos) {
                clip.cutAt(nanos);
            }
        }
        all.removeIf(clip -> clip.startNanos() > nanos);
        return played;
    }

    /// Music, echo and rooms end when something ends them.
    void cutEndless(long nanos) {
        for (int at = all.size() - 1; at >= 0 && at > all.size() - CLIPS_BACK; at--) {
            Heard one = all.get(at);
            if (one.endNanos() == Caller.NEVER) {
                one.cutAt(nanos);
            }
        }
    }
}
