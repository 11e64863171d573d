package antiphon.bench.load;

import antiphon.bench.sound.Sound;
import antiphon.bench.sound.Spectrum;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Rooms in which each talker has a tone of its own, and the check of who hears whom.
final class Rooms {
    private static final int LOWEST_HZ = 300;
    private static final int STEP_HZ = 20;
    private static final int TONES = 150; // 300 to 3,280 Hz
    private static final int TALKERS_LOUD = 3;

    /// What a member of a room heard at the end.
    static final class Hearer {
        private final Plan plan;
        private final short[] audio;

        Hearer(Plan plan, short[] audio) {
            this.plan = plan;
            this.audio = audio;
        }
    }

    /// Directed pairs of a talker and another member; own tones; tones that belong to no one in the
    /// room.
    record Verdict(int pairs, int missing, int wrongLevel, int ownHeard, int foreign) {
        static final Verdict NONE = new Verdict(0, 0, 0, 0, 0);

        boolean isClean() {
            return missing == 0 && wrongLevel == 0 && ownHeard == 0 && foreign == 0;
        }
    }

    private Rooms() {}

    /// `calls` members in rooms of `size`, of whom the first `talkers` of each room talk.
    static List<Plan> plans(String target, int calls, int size, int talkers, String prefix) {
        List<Plan> plans = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            int room = i / size;
            int member = i % size;
            int hz = member < talkers ? tone(room, member) : 0;
            Sound sound = hz == 0 ? Sound.silence() : Sound.tone(hz, amplitude(talkers));
            String uri = target.formatted("conf-" + prefix + room);
            plans.add(
                    new Plan(
                            "rooms",
                            uri,
                            sound,
                            Plan.WHOLE_RUN,
                            room,
                            hz,
                            amplitude(talkers),
                            true));
        }
        return plans;
    }

    /// Different for members of a room, and mostly for rooms that follow one another.
    private static int tone(int room, int member) {
        return LOWEST_HZ + STEP_HZ * ((room * 7 + member * 37) % TONES);
    }

    /// So quiet that all together do not clip.
    static int amplitude(int talkers) {
        return Sound.AMPLITUDE * TALKERS_LOUD / Math.max(TALKERS_LOUD, talkers);
    }

    static Verdict judge(List<Hearer> hearers) {
        Map<Integer, List<Hearer>> rooms = new TreeMap<>();
        hearers.forEach(h -> rooms.computeIfAbsent(h.plan.room(), _ -> new ArrayList<>()).add(h));
        int[] sums = new int[5];
        for (List<Hearer> room : rooms.values()) {
            List<Plan> plans = room.stream().map(h -> h.plan).toList();
            room.forEach(hearer -> judge(hearer, plans, sums));
        }
        return new Verdict(sums[0], sums[1], sums[2], sums[3], sums[4]);
    }

    private static void judge(Hearer hearer, List<Plan> room, int[] sums) {
        for (Plan talker : room) {
            if (talker.hz() == 0) {
                continue;
            }
            double level =
                    hearer.audio.length == 0 ? 0 : Spectrum.amplitude(hearer.audio, talker.hz());
            if (talker.equals(hearer.plan)) {
                sums[3] += level > talker.amplitude() / 16.0 ? 1 : 0;
                continue;
            }
            sums[0]++;
            if (level < talker.amplitude() / 4.0) {
                sums[1]++;
            } else if (Math.abs(level - talker.amplitude()) > talker.amplitude() / 10.0) {
                sums[2]++;
            }
        }
        for (Spectrum.Tone tone : Spectrum.tonesIn(hearer.audio)) {
            boolean known =
                    room.stream()
                            .anyMatch(t ->
                                    t.hz() != 0 && Math.abs(t.hz() - tone.hz()) <= STEP_HZ / 2);
            sums[4] += known ? 0 : 1;
        }
    }
}
