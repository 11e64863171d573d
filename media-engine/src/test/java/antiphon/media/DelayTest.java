package antiphon.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The jitter buffer seen from the ear: what another member of the room hears of a phone.
class DelayTest {
    private final Simulation simulation = new Simulation(51);

    private Phone talkerToSilentHearer() {
        simulation.phones(2).joined("room");
        simulation.phones.get(1).talking(false);
        return simulation.phones.get(0);
    }

    private Phone hearer() {
        return simulation.phones.get(1);
    }

    private static int delayMillis(Phone phone) {
        return phone.session.receiver().delaySamples() / 8;
    }

    @Test
    void aCleanStreamWaitsLessThanOneFrame() {
        Phone talker = talkerToSilentHearer();
        simulation.runMillis(10_000);
        assertThat(delayMillis(talker)).isLessThanOrEqualTo(20);
        assertThat(hearer().heardPhones()).containsExactly(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 200, 300, 480})
    void aBurstOfJitterIsSurvivedAndTheDelayComesBackWithinTwoSeconds(int burstMillis) {
        Phone talker = talkerToSilentHearer();
        simulation.runMillis(5000);
        int before = delayMillis(talker);
        talker.uplink.jitterMillis(burstMillis);
        simulation.runMillis(5000);
        int grown = delayMillis(talker);
        talker.uplink.jitterMillis(0);
        simulation.runMillis(2000 + burstMillis);
        assertThat(grown).as("delay under %d ms of jitter", burstMillis).isGreaterThan(before + 20);
        assertThat(delayMillis(talker)).isLessThanOrEqualTo(before + 30);
    }

    @ParameterizedTest
    @CsvSource({"10,0.2", "30,1.0", "50,1.0", "100,2.0"})
    void steadyJitterCostsLittleOnceTheDelayHasGrown(int jitterMillis, double percentMax) {
        Phone talker = talkerToSilentHearer();
        talker.uplink.jitterMillis(jitterMillis);
        simulation.runMillis(10_000);
        long before = talker.session.receiver().inventedSamples();
        simulation.runMillis(60_000);
        long invented = talker.session.receiver().inventedSamples() - before;
        double percent = invented * 100.0 / (60 * 8000);
        assertThat(percent)
                .as("invented under %d ms of jitter", jitterMillis)
                .isLessThan(percentMax);
    }

    @ParameterizedTest
    @CsvSource({
        "200,20",
        "-200,20",
        "200,30",
        "-200,30",
        "1000,20",
        "-1000,20",
        "10000,20",
        "-10000,20"
    })
    void aDriftingClockNeitherGrowsTheDelayNorClicks(double ppm, int ptimeMillis) {
        Phone talker = talkerToSilentHearer();
        talker.driftPpm(ppm).ptimeMillis(ptimeMillis);
        simulation.runMillis(2000);
        int calm = Goertzel.worstStep(hearer().heard(), 8000, 16_000, talker.toneHz);
        hearer().forgetHeard();
        int highest = 0;
        for (int second = 0; second < 600; second++) {
            simulation.runMillis(1000);
            highest = Math.max(highest, delayMillis(talker));
        }
        assertThat(highest).as("delay at %s ppm", ppm).isLessThanOrEqualTo(80);
        int[] heard = hearer().heard();
        assertThat(Goertzel.worstStep(heard, 0, heard.length, talker.toneHz))
                .as("worst step; %d without drift", calm)
                .isLessThan(calm * 2 + 250);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 30, 40, 60})
    void everyPacketLengthIsHeardWithoutAGap(int ptimeMillis) {
        Phone talker = talkerToSilentHearer();
        talker.ptimeMillis(ptimeMillis);
        simulation.runMillis(3000);
        hearer().forgetHeard();
        simulation.runMillis(5000);
        int[] heard = hearer().heard();
        assertThat(Goertzel.worstStep(heard, 0, heard.length, talker.toneHz)).isLessThan(500);
        assertThat(hearer().amplitudeOf(talker.toneHz)).isBetween(3900.0, 4100.0);
    }

    @Test
    void singleLostPacketsAreFilledInWithoutAClick() {
        Phone talker = talkerToSilentHearer();
        simulation.runMillis(2000);
        hearer().forgetHeard();
        talker.uplink.loss(0.02);
        simulation.runMillis(30_000);
        int[] heard = hearer().heard();
        assertThat(talker.session.receiver().reception().lost()).isGreaterThan(15);
        assertThat(Goertzel.worstStep(heard, 0, heard.length, talker.toneHz)).isLessThan(900);
        assertThat(delayMillis(talker)).isLessThanOrEqualTo(20);
    }

    @Test
    void aStreamThatPausesStartsAgainWithoutDelay() {
        Phone talker = talkerToSilentHearer();
        simulation.runMillis(2000);
        for (int i = 0; i < 5; i++) {
            talker.sending(false);
            simulation.runMillis(700);
            talker.sending(true);
            simulation.runMillis(900);
        }
        assertThat(delayMillis(talker)).isLessThanOrEqualTo(20);
        assertThat(talker.session.receiver().late()).isZero();
    }
}
