package antiphon.media;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.media.MediaEvent.PlaybackFinished;
import antiphon.media.audio.G711;
import antiphon.media.rtp.RtpHeader;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlaybackTest {
    private final Simulation simulation = new Simulation(31);
    private Phone phone;

    @BeforeEach
    void call() {
        phone = simulation.phone();
        simulation.runMillis(200);
        phone.forgetHeard();
    }

    private static AudioClip noise(int samples) {
        Random random = new Random(5);
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            pcm[i] = (short) random.nextInt(-8000, 8000);
        }
        return AudioClip.of("noise", 8000, pcm);
    }

    private void play(boolean bargeIn, AudioClip... clips) {
        for (AudioClip clip : clips) {
            clip.encode(Codec.PCMU);
            clip.encode(Codec.PCMA);
        }
        phone.execute(new Command.Play(7, List.of(clips), bargeIn));
    }

    @ParameterizedTest
    @EnumSource
    void clipsArriveBitForBitWithoutAGap(Codec codec) {
        phone.codec(codec);
        phone.forgetHeard();
        AudioClip clip = noise(1000); // no whole number of frames
        play(false, clip, noise(320));
        simulation.runMillis(400);

        G711 g711 = codec == Codec.PCMU ? G711.MU_LAW : G711.A_LAW;
        Random random = new Random(5);
        byte[] expected = new byte[1120 + 320];
        for (int i = 0; i < 1120; i++) {
            expected[i] = g711.encode(i < 1000 ? (short) random.nextInt(-8000, 8000) : 0);
        }
        Random again = new Random(5);
        for (int i = 1120; i < expected.length; i++) {
            expected[i] = g711.encode((short) again.nextInt(-8000, 8000));
        }
        assertThat(Arrays.copyOf(phone.payloadsHeard(), expected.length)).isEqualTo(expected);
        assertThat(phone.heardWithoutGap()).isTrue();
        assertThat(phone.events(PlaybackFinished.class))
                .containsExactly(new PlaybackFinished(7, true, 2));
    }

    @Test
    void theEndIsReportedWithTheLastFrame() {
        play(false, noise(160 * 5));
        while (phone.events(PlaybackFinished.class).isEmpty()) {
            simulation.step();
        }
        assertThat(phone.packetsHeard).hasSize(5);
    }

    @Test
    void aPlaybackOfNothingEndsAtOnce() {
        play(false);
        simulation.runMillis(20);
        assertThat(phone.events(PlaybackFinished.class))
                .containsExactly(new PlaybackFinished(7, true, 0));
    }

    @Test
    void theFirstFrameAfterSilenceCarriesTheMarker() {
        play(false, noise(160 * 3));
        simulation.runMillis(200);
        List<Boolean> markers = phone.packetsHeard.stream().map(RtpHeader::marker).toList();
        assertThat(markers)
                .startsWith(true, false, false, false)
                .doesNotContainSequence(false, true);
    }

    @ParameterizedTest
    @EnumSource(names = {"RECVONLY", "INACTIVE"})
    void toAPeerThatNeverListenedAPromptRunsOnUnheard(Direction direction) {
        Phone deaf = new Phone(simulation, 20);
        deaf.connect(direction);
        AudioClip clip = noise(160 * 10);
        clip.encode(Codec.PCMU);
        deaf.execute(new Command.Play(7, List.of(clip), false));
        simulation.runMillis(180);
        assertThat(deaf.events(PlaybackFinished.class)).isEmpty();
        simulation.runMillis(40);
        assertThat(deaf.events(PlaybackFinished.class))
                .containsExactly(new PlaybackFinished(7, true, 1));
        assertThat(deaf.session.packetsSent()).isZero();
    }

    @Test
    void aKeyStopsAPromptWithinOneFrame() {
        play(true, noise(80_000));
        simulation.runMillis(500);
        phone.press(5, 5);
        while (phone.digits().isEmpty()) {
            simulation.step();
        }
        phone.forgetHeard();
        simulation.runMillis(100);
        assertThat(phone.packetsHeard.get(0))
                .satisfies(packet -> assertThat(isSilent(packet)).isTrue());
        assertThat(phone.events(PlaybackFinished.class))
                .containsExactly(new PlaybackFinished(7, false, 0));
    }

    @Test
    void aKeyDoesNotStopAPromptThatMustBeHeard() {
        play(false, noise(16_000));
        phone.press(5, 5);
        simulation.runMillis(2500);
        assertThat(phone.digits()).containsExactly('5');
        assertThat(phone.events(PlaybackFinished.class))
                .containsExactly(new PlaybackFinished(7, true, 1));
    }

    @Test
    void aNewPlaybackReplacesTheOldOne() {
        play(false, noise(80_000));
        simulation.runMillis(100);
        phone.execute(new Command.Play(8, List.of(noise(160)), false));
        assertThat(phone.events(PlaybackFinished.class))
                .containsExactly(new PlaybackFinished(7, false, 0));
        phone.execute(new Command.StopPlaying());
        assertThat(phone.events(PlaybackFinished.class))
                .containsExactly(
                        new PlaybackFinished(7, false, 0), new PlaybackFinished(8, false, 0));
    }

    @Test
    void aPromptWaitsWhileTheCallIsOnHold() {
        play(false, noise(8000));
        simulation.runMillis(200);
        phone.connect(Direction.INACTIVE);
        int before = phone.packetsHeard.size();
        simulation.runMillis(3000);
        assertThat(phone.packetsHeard).hasSize(before);
        assertThat(phone.events(PlaybackFinished.class)).isEmpty();
        phone.connect(Direction.SENDRECV);
        simulation.runMillis(1000);
        assertThat(phone.events(PlaybackFinished.class))
                .containsExactly(new PlaybackFinished(7, true, 1));
        byte[] first = phone.packetsHeard.get(before);
        byte[] last = phone.packetsHeard.get(before - 1);
        assertThat(RtpHeader.marker(first)).isTrue();
        assertThat(
                        RtpHeader.sequenceDistance(
                                RtpHeader.sequenceNumber(first), RtpHeader.sequenceNumber(last)))
                .isEqualTo(1);
        assertThat(RtpHeader.timestamp(first) - RtpHeader.timestamp(last))
                .as("time goes on during hold")
                .isEqualTo(160 * 151);
    }

    @Test
    void musicIsTheSameForAllListenersAtTheSameMoment() {
        Music music = new Music("default");
        music.publish(List.of(noise(8000 * 3), AudioClip.tone("t", 440, 500, -10)));
        Phone second = simulation.phone();
        phone.execute(new Command.PlayMusic(music));
        simulation.runMillis(1234);
        second.execute(new Command.PlayMusic(music));
        simulation.runMillis(500);
        phone.connect(Direction.INACTIVE);
        simulation.runMillis(700);
        phone.connect(Direction.SENDRECV);
        simulation.runMillis(60);
        phone.forgetHeard();
        second.forgetHeard();
        simulation.runMillis(5000);
        assertThat(phone.payloadsHeard()).isEqualTo(second.payloadsHeard());
        assertThat(phone.packetsHeard).hasSize(250);
    }

    @Test
    void aNewTrackIsHeardFromTheNextFrameOn() {
        Music music = new Music("default");
        music.publish(List.of(AudioClip.tone("a", 500, 1000, -10)));
        phone.execute(new Command.PlayMusic(music));
        simulation.runMillis(1100);
        assertThat(phone.amplitudeOf(500)).isGreaterThan(5000);
        music.publish(List.of(AudioClip.tone("b", 700, 1000, -10)));
        phone.forgetHeard();
        simulation.runMillis(1000);
        assertThat(phone.amplitudeOf(500)).isLessThan(50);
        assertThat(phone.amplitudeOf(700)).isGreaterThan(5000);
        music.publish(List.of());
        phone.forgetHeard();
        simulation.runMillis(100);
        assertThat(phone.packetsHeard).hasSize(5).allMatch(PlaybackTest::isSilent);
    }

    @Test
    void aClipIsNotHeardByTheRoomAndTheRoomWaits() {
        Phone other = simulation.phone();
        simulation.joined("room");
        phone.execute(
                new Command.Play(9, List.of(encoded(AudioClip.tone("t", 1500, 2000, -10))), false));
        simulation.runMillis(1500);
        assertThat(phone.amplitudeOf(1500)).isGreaterThan(5000);
        assertThat(phone.amplitudeOf(other.toneHz)).isLessThan(100);
        assertThat(other.amplitudeOf(1500)).isLessThan(100);
        assertThat(other.heardPhones()).contains(phone.number);
        phone.forgetHeard();
        simulation.runMillis(2000);
        assertThat(phone.heardPhones()).contains(other.number);
    }

    @Test
    void anEchoGivesBackWhatIsSaid() {
        phone.execute(new Command.Echo(true));
        simulation.runMillis(2000);
        assertThat(phone.amplitudeOf(phone.toneHz)).isBetween(3850.0, 4150.0);
        phone.execute(new Command.Echo(false));
        phone.forgetHeard();
        simulation.runMillis(1000);
        assertThat(phone.amplitudeOf(phone.toneHz)).isLessThan(50);
        assertThat(phone.heardWithoutGap()).isTrue();
    }

    private static AudioClip encoded(AudioClip clip) {
        clip.encode(Codec.PCMU);
        return clip;
    }

    private static boolean isSilent(byte[] packet) {
        for (int i = RtpHeader.FIXED_LENGTH; i < packet.length; i++) {
            if (packet[i] != (byte) 0xFF) {
                return false;
            }
        }
        return true;
    }
}
