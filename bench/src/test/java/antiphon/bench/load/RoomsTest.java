package antiphon.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.bench.sound.Sound;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private static final int HALF_SECOND = 4_000;

    private final List<Plan> room = Rooms.plans("sip:%s@127.0.0.1", 3, 3, 3, "test");

    private static short[] sum(List<Plan> talkers) {
        short[] sum = new short[HALF_SECOND];
        for (Plan talker : talkers) {
            short[] sine = Sound.sine(talker.hz(), talker.amplitude(), HALF_SECOND);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += sine[i];
            }
        }
        return sum;
    }

    private List<Rooms.Hearer> hearing(int... pairsOfHearerAndTalker) {
        List<Rooms.Hearer> hearers = new ArrayList<>();
        for (int hearer = 0; hearer < 3; hearer++) {
            List<Plan> talkers = new ArrayList<>();
            for (int i = 0; i < pairsOfHearerAndTalker.length; i += 2) {
                if (pairsOfHearerAndTalker[i] == hearer) {
                    talkers.add(room.get(pairsOfHearerAndTalker[i + 1]));
                }
            }
            hearers.add(new Rooms.Hearer(room.get(hearer), sum(talkers)));
        }
        return hearers;
    }

    @Test
    void aRoomWhereEachHearsTheOthersIsClean() {
        Rooms.Verdict verdict = Rooms.judge(hearing(0, 1, 0, 2, 1, 0, 1, 2, 2, 0, 2, 1));
        assertThat(verdict).isEqualTo(new Rooms.Verdict(6, 0, 0, 0, 0));
        assertThat(verdict.isClean()).isTrue();
    }

    @Test
    void whoIsNotHeardAndWhoHearsHimselfIsCounted() {
        Rooms.Verdict verdict = Rooms.judge(hearing(0, 1, 1, 1, 1, 0, 1, 2, 2, 0, 2, 1));
        assertThat(verdict.missing()).isEqualTo(1);
        assertThat(verdict.ownHeard()).isEqualTo(1);
    }

    @Test
    void aToneOfAnotherRoomIsForeign() {
        List<Rooms.Hearer> hearers = hearing(0, 1, 0, 2, 1, 0, 1, 2, 2, 0, 2, 1);
        short[] disturbed = sum(List.of(room.get(1), room.get(2)));
        short[] foreign = Sound.sine(3_300, 2_000, HALF_SECOND);
        for (int i = 0; i < disturbed.length; i++) {
            disturbed[i] += foreign[i];
        }
        hearers.set(0, new Rooms.Hearer(room.getFirst(), disturbed));
        assertThat(Rooms.judge(hearers).foreign()).isEqualTo(1);
    }

    @Test
    void membersOfALargeRoomHaveTonesOfTheirOwn() {
        List<Plan> members = Rooms.plans("sip:%s@127.0.0.1", 150, 150, 150, "test");
        assertThat(new HashSet<>(members.stream().map(Plan::hz).toList())).hasSize(150);
    }
}
