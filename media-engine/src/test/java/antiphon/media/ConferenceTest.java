package antiphon.media;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.media.MediaEvent.RemovalReason;
import antiphon.media.MediaEvent.RemovedFromConference;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConferenceTest {
    private static List<Integer> othersOf(Simulation simulation, Phone phone) {
        return IntStream.range(0, simulation.phones.size())
                .filter(number -> number != phone.number)
                .boxed()
                .toList();
    }

    private static void assertEachHearsAllOthers(Simulation room) {
        for (Phone phone : room.phones) {
            assertThat(phone.heardPhones())
                    .as("heard by phone %d, seed %d", phone.number, room.seed)
                    .isEqualTo(othersOf(room, phone));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10})
    void eachHearsAllOthersAndNeverHimself(int size) {
        Simulation room = new Simulation(1).phones(size).joined("lobby");
        room.runMillis(2000);
        assertEachHearsAllOthers(room);
        assertThat(room.phones.getFirst().amplitudeOf(room.phones.getFirst().toneHz))
                .isLessThan(40);
    }

    @Test
    void everyoneIsHeardAsLoudAsHeSpeaks() {
        Simulation room = new Simulation(2).phones(3).joined("lobby");
        room.runMillis(2000);
        assertThat(room.phones.get(0).amplitudeOf(room.phones.get(1).toneHz))
                .isBetween(3900.0, 4100.0);
        assertThat(room.phones.get(0).amplitudeOf(room.phones.get(2).toneHz))
                .isBetween(3900.0, 4100.0);
    }

    @Test
    void callersOfBothCodecsHearEachOther() {
        Simulation room = new Simulation(3).phones(4);
        room.phones.get(1).codec(Codec.PCMA);
        room.phones.get(3).codec(Codec.PCMA);
        room.joined("lobby");
        room.runMillis(2000);
        assertEachHearsAllOthers(room);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void aLossyRoomKeepsHearingForMinutes(long seed) {
        Simulation room = new Simulation(seed).phones(5).joined("lobby");
        for (Phone phone : room.phones) {
            phone.uplink.loss(0.05).jitterMillis(15).reordering(0.02).duplication(0.02);
        }
        for (int minute = 0; minute < 3; minute++) {
            room.runMillis(60_000);
            assertEachHearsAllOthers(room);
            room.phones.forEach(Phone::forgetHeard);
        }
        // 450 of 9,000 are lost; RFC 3550 A.3 sets about 170 duplicates off against them.
        assertThat(room.phones.get(0).session.receiver().reception().lost()).isBetween(200L, 400L);
    }

    @Test
    void whoOnlyListensHearsAllWithoutBeingMixed() {
        Simulation room = new Simulation(4).phones(4).joined("lobby");
        room.phones.get(3).talking(false);
        room.runMillis(2000);
        assertThat(room.phones.get(3).heardPhones()).containsExactly(0, 1, 2);
        assertThat(room.phones.get(0).heardPhones()).containsExactly(1, 2);
    }

    @Test
    void muteGainAndRemoveDoWhatTheySay() {
        Simulation room = new Simulation(5).phones(3).joined("lobby");
        Conference conference = new ConferenceHandle("lobby", room.directory);
        room.runMillis(1000);
        assertThat(conference.participants()).hasSize(3).allMatch(Conference.Participant::talking);

        conference.mute("phone1", true);
        conference.gain("phone2", -6);
        room.phones.forEach(Phone::forgetHeard);
        room.runMillis(1100);
        assertThat(room.phones.get(0).heardPhones()).containsExactly(2);
        assertThat(room.phones.get(0).amplitudeOf(room.phones.get(2).toneHz))
                .isBetween(1950.0, 2060.0);
        assertThat(room.phones.get(1).heardPhones()).containsExactly(0, 2);

        conference.mute("phone1", false);
        room.phones.get(2).execute(new Command.Leave(true));
        room.phones.forEach(Phone::forgetHeard);
        room.runMillis(1100);
        assertThat(room.phones.get(0).heardPhones()).containsExactly(1);
        assertThat(room.phones.get(2).heardPhones()).isEmpty();
        assertThat(room.phones.get(2).events(RemovedFromConference.class))
                .containsExactly(new RemovedFromConference("lobby", RemovalReason.REMOVED));
    }

    @Test
    void aFullRoomTakesOneMoreOnlyWhenSomebodyHasLeft() {
        Simulation room = new Simulation(7).phones(Room.MEMBERS_MAX + 1).joined("lobby");
        Conference conference = new ConferenceHandle("lobby", room.directory);
        Phone last = room.phones.getLast();
        assertThat(conference.participants()).hasSize(Room.MEMBERS_MAX);
        assertThat(last.events(RemovedFromConference.class))
                .containsExactly(new RemovedFromConference("lobby", RemovalReason.FULL));

        room.phones.getFirst().execute(new Command.Close());
        last.join("lobby");
        assertThat(conference.participants()).hasSize(Room.MEMBERS_MAX);
        assertThat(last.events(RemovedFromConference.class)).hasSize(1);
    }

    @Test
    void aLockedRoomTakesNobodyAndAnEmptyOneIsGone() {
        Simulation room = new Simulation(6).phones(2);
        Conference conference = new ConferenceHandle("lobby", room.directory);
        room.phones.get(0).join("lobby");
        conference.lock(true);
        room.phones.get(1).join("lobby");
        assertThat(conference.participants()).hasSize(1);
        assertThat(room.phones.get(1).events(RemovedFromConference.class))
                .containsExactly(new RemovedFromConference("lobby", RemovalReason.LOCKED));

        room.phones.get(0).execute(new Command.Close());
        assertThat(room.directory.names()).isEmpty();
        assertThat(conference.locked()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8}) // a talker and one who only listens
    void manyLoudTalkersAreLimitedRatherThanClipped(int hearer) {
        Simulation room = new Simulation(7).phones(9).joined("lobby");
        room.phones.forEach(phone -> phone.amplitude(12_000));
        room.phones.get(8).talking(false);
        room.runMillis(3000);
        int[] heard = room.phones.get(hearer).heard();
        int[] last = Arrays.copyOfRange(heard, heard.length - 8000, heard.length);
        double talkers = 0;
        for (int i = 0; i < 8; i++) {
            double amplitude = Goertzel.amplitude(last, room.phones.get(i).toneHz);
            talkers += amplitude * amplitude / 2;
        }
        double all = Arrays.stream(last).mapToDouble(x -> (double) x * x).sum() / 8000;
        assertThat(talkers / all).as("share of the sound that is tones").isGreaterThan(0.985);
    }

    @Test
    void joiningLeavingAndMutingMakeNoClick() {
        Simulation room = new Simulation(8).phones(3).joined("lobby");
        Phone hearer = room.phones.get(0);
        Phone talker = room.phones.get(1);
        room.phones.get(2).talking(false);
        hearer.talking(false);
        room.runMillis(2000);
        int calm = Goertzel.worstStep(hearer.heard(), 8000, 16_000, talker.toneHz);
        hearer.forgetHeard();
        for (int i = 0; i < 10; i++) {
            talker.execute(new Command.Leave(false));
            room.runMillis(203);
            talker.join("lobby");
            room.runMillis(331);
            new ConferenceHandle("lobby", room.directory).mute("phone1", i % 2 == 0);
            room.runMillis(219);
        }
        int[] heard = hearer.heard();
        assertThat(Goertzel.worstStep(heard, 0, heard.length, talker.toneHz))
                .as("worst step; %d when nothing happens", calm)
                .isLessThan(3 * calm + 150);
    }
}
