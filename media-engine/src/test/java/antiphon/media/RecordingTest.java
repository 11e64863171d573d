package antiphon.media;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.media.MediaEvent.RecordingEnd;
import antiphon.media.audio.Pcm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordingTest {
    private final Simulation simulation = new Simulation(41);
    private final MemorySink sink = new MemorySink();
    private Phone phone;

    @BeforeEach
    void call() {
        phone = simulation.phone();
        simulation.runMillis(1000);
    }

    private void record(long maxMillis, long silenceMillis, String keys) {
        RecordingRequest request =
                new RecordingRequest(
                        Path.of("unused.wav"),
                        Duration.ofMillis(maxMillis),
                        Duration.ofMillis(silenceMillis),
                        keys);
        phone.execute(new Command.StartRecording(sink, request));
    }

    @Test
    void itHoldsTheCallersToneAtItsLevelAndLength() {
        record(60_000, 0, "");
        simulation.runMillis(5000);
        phone.execute(new Command.StopRecording());
        int[] samples = sink.samples();
        assertThat(sink.end).isEqualTo(RecordingEnd.STOPPED);
        assertThat(samples.length / 8).isBetween(4980, 5040);
        assertThat(Goertzel.amplitude(samples, 800, 8000, phone.toneHz)).isBetween(3950.0, 4050.0);
        assertThat(Goertzel.worstStep(samples, 800, samples.length, phone.toneHz)).isLessThan(400);
    }

    @Test
    void hangingUpKeepsWhatStillWaitsInTheJitterBuffer() {
        phone.uplink.jitterMillis(60); // makes it wait
        record(60_000, 0, "");
        simulation.runMillis(4000);
        int waiting = 0;
        for (int i = 0; i < 2000 && waiting < 320; i++) {
            simulation.step();
            waiting = phone.session.receiver().delaySamples();
        }
        assertThat(waiting).isGreaterThanOrEqualTo(320);
        int before = sink.samples().length;
        phone.execute(new Command.Close());
        assertThat(sink.samples().length - before).isBetween(waiting - 160, waiting + 160);
        assertThat(sink.end).isEqualTo(RecordingEnd.STOPPED);
    }

    @Test
    void theKeyThatEndsItIsNotOnIt() {
        record(60_000, 0, "#");
        simulation.runMillis(2000);
        phone.press(5, 5); // not an end key: its time is silent
        simulation.runMillis(1000);
        phone.press(11, 5);
        simulation.runMillis(500);
        assertThat(phone.digits()).containsExactly('5', '#');
        assertThat(sink.end).isEqualTo(RecordingEnd.KEY);
        int[] samples = sink.samples();
        assertThat(samples.length / 8).isBetween(2980, 3040);
        int[] last = Arrays.copyOfRange(samples, samples.length - 1600, samples.length);
        assertThat(Goertzel.amplitude(last, phone.toneHz)).isGreaterThan(3500);
    }

    @Test
    void theToneOfAKeyThatAlsoComesAsSoundIsNotOnItNorInTheRoom() {
        Phone other = simulation.phone();
        simulation.joined("room");
        phone.soundsWhileKeyDown();
        record(60_000, 0, "");
        simulation.runMillis(1000);
        other.forgetHeard();
        phone.press(5, 50);
        simulation.runMillis(950);
        int[] samples = sink.samples();
        assertThat(Goertzel.amplitude(samples, samples.length - 6400, 6400, phone.toneHz))
                .isLessThan(20);
        assertThat(Goertzel.amplitude(other.heard(), 1200, 5600, phone.toneHz)).isLessThan(20);
        simulation.runMillis(1000);
        assertThat(phone.digits()).containsExactly('5');
        assertThat(other.heardPhones()).containsExactly(0);
        assertThat(sink.samples().length / 8).isBetween(2940, 3020);
    }

    @Test
    void silenceEndsItAndIsCutOffButForHalfASecond() {
        record(60_000, 3000, "");
        simulation.runMillis(2000);
        phone.talking(false);
        simulation.runMillis(3500);
        assertThat(sink.end).isEqualTo(RecordingEnd.SILENCE);
        assertThat(sink.samples().length / 8).isBetween(2450, 2560);
    }

    @Test
    void aPauseShorterThanTheLimitDoesNotEndIt() {
        record(60_000, 3000, "");
        for (int i = 0; i < 3; i++) {
            phone.talking(i % 2 == 0);
            simulation.runMillis(2500);
        }
        assertThat(sink.end).isNull();
    }

    @Test
    void theLongestLengthIsKeptToTheSample() {
        record(1234, 0, "");
        simulation.runMillis(3000);
        assertThat(sink.end).isEqualTo(RecordingEnd.LIMIT);
        assertThat(sink.samples()).hasSize(1234 * 8);
    }

    @Test
    void aDiskThatTakesNoMoreEndsIt() {
        sink.capacity = 8000;
        record(60_000, 0, "");
        simulation.runMillis(3000);
        assertThat(sink.end).isEqualTo(RecordingEnd.FAILED);
        assertThat(sink.samples()).hasSize(8000);
    }

    @Test
    void lostPacketsAndHoldKeepTheirTime() {
        phone.uplink.loss(0.1).jitterMillis(20);
        record(60_000, 0, "");
        simulation.runMillis(4000);
        phone.connect(Direction.INACTIVE);
        phone.sending(false);
        simulation.runMillis(2000);
        int[] held = sink.samples();
        int[] last = Arrays.copyOfRange(held, held.length - 8000, held.length);
        assertThat(Arrays.stream(last).map(Math::abs).max().orElseThrow()).isZero();
        phone.connect(Direction.SENDRECV);
        phone.sending(true);
        simulation.runMillis(4000);
        phone.execute(new Command.StopRecording());
        assertThat(sink.samples().length / 8).isBetween(9970, 10_060);
        assertThat(Pcm.levelDbov(Pcm.energy(sink.samples(), 70_000, 160))).isGreaterThan(-30);
    }

    @Test
    void theRoomGoesOnWhileItRecordsAMember() {
        Phone other = simulation.phone();
        simulation.joined("room");
        record(60_000, 0, "#");
        simulation.runMillis(2000);
        phone.press(11, 5);
        simulation.runMillis(1500);
        assertThat(sink.end).isEqualTo(RecordingEnd.KEY);
        assertThat(other.heardPhones()).containsExactly(0);
        assertThat(Goertzel.amplitude(sink.samples(), other.toneHz)).isLessThan(20);
    }
}
