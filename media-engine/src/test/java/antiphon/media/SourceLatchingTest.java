package antiphon.media;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.media.audio.G711;
import antiphon.media.rtp.RtpHeader;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A stranger with a socket of his own neither is heard nor gets a packet.
class SourceLatchingTest {
    private static final double STRANGER_HZ = 1900;

    /// Sprays one packet every 20 ms at a phone's RTP port.
    private static final class Stranger implements Simulation.Receiving {
        private final Simulation simulation;
        private final Phone victim;
        private final InetSocketAddress from;
        private int sequence = 1000;
        private int samples;
        int ssrc = 0xBAD;
        int received;

        Stranger(Simulation simulation, Phone victim, InetSocketAddress from) {
            this.simulation = simulation;
            this.victim = victim;
            this.from = from;
            simulation.host(from, this);
        }

        void sprayMillis(int millis) {
            for (int i = 0; i < millis / 20; i++) {
                spray();
                simulation.runMillis(20);
            }
        }

        void spray() {
            int[] pcm = new int[160];
            for (int i = 0; i < 160; i++) {
                double angle = 2 * Math.PI * STRANGER_HZ * samples++ / 8000;
                pcm[i] = (int) (9000 * Math.sin(angle));
            }
            byte[] packet = new byte[172];
            RtpHeader.write(packet, false, 0, sequence++ & 0xFFFF, samples, ssrc);
            G711.MU_LAW.encode(pcm, 0, 160, packet, 12);
            victim.wire.deliver(packet, from, simulation.nowNanos());
        }

        void sprayBytes(byte[] bytes) {
            victim.wire.deliver(bytes, from, simulation.nowNanos());
        }

        @Override
        public void arrived(byte[] datagram, InetSocketAddress server) {
            received++;
        }
    }

    enum Place {
        ELSEWHERE,
        SAME_HOST_OTHER_PORT;

        InetSocketAddress of(Phone victim) {
            return this == ELSEWHERE
                    ? Simulation.address(666, 4000)
                    : new InetSocketAddress(victim.address.getAddress(), 5555);
        }
    }

    private final Simulation simulation = new Simulation(21);

    private Phone hearer() {
        return simulation.phones.get(1);
    }

    private void assertUnharmed(Stranger stranger) {
        assertThat(stranger.received).as("packets that the stranger got").isZero();
        int[] heard = hearer().heard();
        for (int at = 0; at + 800 <= heard.length; at += 400) {
            assertThat(Goertzel.amplitude(heard, at, 800, STRANGER_HZ))
                    .as("the stranger's tone at %d ms", at / 8)
                    .isLessThan(150);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStrangerWhoSpraysBeforeTheAnswerAndOnWinsNothing(Place place) {
        simulation.phones(2);
        Phone victim = simulation.phone(); // connected at once, so take a fresh session
        victim.sending(false);
        Stranger stranger = new Stranger(simulation, victim, place.of(victim));
        simulation.joined("room");
        stranger.sprayMillis(300);
        victim.sending(true);
        stranger.sprayMillis(2000);
        assertUnharmed(stranger);
        assertThat(hearer().heardPhones()).contains(2);
        assertThat(victim.session.counters.rejected).isGreaterThan(10);
    }

    @ParameterizedTest
    @EnumSource
    void aStrangerAgainstAStreamThatRunsIsFilteredByTheKernel(Place place) {
        simulation.phones(2).joined("room");
        Phone victim = simulation.phones.get(0);
        simulation.runMillis(500);
        assertThat(victim.wire.filter).isEqualTo(victim.address);
        Stranger stranger = new Stranger(simulation, victim, place.of(victim));
        stranger.ssrc = 0x1000; // even with the right SSRC
        stranger.sprayMillis(3000);
        assertUnharmed(stranger);
        assertThat(hearer().heardPhones()).containsExactly(0);
    }

    @ParameterizedTest
    @EnumSource
    void aStrangerDuringHoldWinsNothing(Place place) {
        simulation.phones(2).joined("room");
        Phone victim = simulation.phones.get(0);
        simulation.runMillis(500);
        victim.connect(Direction.INACTIVE);
        victim.sending(false);
        Stranger stranger = new Stranger(simulation, victim, place.of(victim));
        stranger.sprayMillis(6000);
        victim.connect(Direction.SENDRECV);
        victim.sending(true);
        stranger.sprayMillis(2000);
        assertUnharmed(stranger);
        assertThat(hearer().heardPhones()).containsExactly(0);
    }

    @ParameterizedTest
    @EnumSource
    void aStrangerWhoFindsACallOnHoldAtANewAddressIsNotLearned(Place place) {
        simulation.phones(2).joined("room");
        Phone victim = simulation.phones.get(0).sending(false);
        MediaDescription model = victim.description(Direction.INACTIVE);
        victim.execute(
                new Command.Connect(
                        new MediaDescription(
                                Simulation.address(500, 8000),
                                Simulation.address(500, 8001),
                                model.codec(),
                                model.payloadType(),
                                model.telephoneEventPayloadType(),
                                Direction.INACTIVE)));
        Stranger stranger = new Stranger(simulation, victim, place.of(victim));
        stranger.sprayMillis(4000);
        assertUnharmed(stranger);
        assertThat(victim.session.receiver().latch().latched()).isNull();
    }

    @Test
    void aStrangerBeforeAnyDescriptionIsNobody() {
        InetSocketAddress anywhere = Simulation.address(9, 9);
        Session session = new Session(_ -> {}, simulation.new Wire(9), simulation.clock, 1, 1, 1);
        byte[] packet = new byte[172];
        for (int i = 0; i < 20; i++) {
            RtpHeader.write(packet, false, 0, i, i, 1);
            assertThat(session.onRtp(packet, 172, anywhere, i * 20_000_000L)).isFalse();
            assertThat(session.onRtcp(packet, 172, anywhere, i * 20_000_000L)).isFalse();
        }
        assertThat(session.counters.rejected).isEqualTo(40);
    }

    @Test
    void stunRtcpAndGarbageFromTheRightAddressAreNoStream() {
        simulation.phones(2);
        Phone victim = simulation.phones.get(0).sending(false);
        simulation.joined("room");
        Stranger stranger = new Stranger(simulation, victim, victim.address);
        byte[] stun = new byte[28];
        stun[0] = 0;
        stun[1] = 1;
        byte[] garbage = new byte[200];
        Arrays.fill(garbage, (byte) 0x80);
        for (int i = 0; i < 100; i++) {
            stranger.sprayBytes(stun);
            stranger.sprayBytes(garbage);
            stranger.sprayBytes(new byte[0]);
            simulation.runMillis(20);
        }
        assertThat(victim.events).isEmpty();
        assertThat(victim.session.receiver().latch().latched()).isNull();
        assertThat(victim.session.counters.rejected).isEqualTo(300);
    }

    @Test
    void aPhoneBehindNatIsLearnedWhenItsSdpAddressStaysSilent() {
        simulation.phones(2).joined("room");
        Phone victim = simulation.phones.get(0);
        InetSocketAddress outside = Simulation.address(300, 40_000);
        victim.movesTo(outside);
        simulation.runMillis(3000);
        victim.forgetHeard();
        simulation.runMillis(1000);
        assertThat(victim.session.receiver().latch().latched()).isEqualTo(outside);
        assertThat(victim.heardPhones()).containsExactly(1);
        assertThat(hearer().heardPhones()).containsExactly(0);
    }

    @Test
    void theSdpAddressTakesOverFromAStrangerWhoCameFirst() {
        simulation.phones(2).joined("room");
        Phone victim = simulation.phones.get(0).sending(false);
        Stranger stranger = new Stranger(simulation, victim, Place.ELSEWHERE.of(victim));
        stranger.sprayMillis(2000);
        victim.sending(true);
        stranger.sprayMillis(500);
        int got = stranger.received;
        hearer().forgetHeard();
        stranger.sprayMillis(2000);
        assertThat(stranger.received).isEqualTo(got);
        assertThat(victim.session.receiver().latch().latched()).isEqualTo(victim.address);
    }

    @Test
    void aNewPortOfTheSameHostIsFollowedAfterSilenceAndAnotherHostIsNot() {
        simulation.phones(2).joined("room");
        Phone victim = simulation.phones.get(0);
        simulation.runMillis(1000);
        InetSocketAddress rebound = new InetSocketAddress(victim.address.getAddress(), 61_234);
        victim.movesTo(rebound);
        Stranger stranger = new Stranger(simulation, victim, Place.ELSEWHERE.of(victim));
        stranger.sprayMillis(3500);
        assertUnharmed(stranger);
        assertThat(victim.session.receiver().latch().latched()).isEqualTo(rebound);
        hearer().forgetHeard();
        simulation.runMillis(1100);
        assertThat(hearer().heardPhones()).containsExactly(0);
    }

    @Test
    void aNewStreamFromTheSameSourceIsTakenUpWithinTwoPackets() {
        simulation.phones(2).joined("room");
        Phone victim = simulation.phones.get(0);
        simulation.runMillis(1000);
        victim.restartsStream();
        simulation.runMillis(100);
        hearer().forgetHeard();
        simulation.runMillis(1100);
        assertThat(hearer().heardPhones()).containsExactly(0);
        assertThat(victim.session.receiver().latch().ssrc()).isEqualTo(0x101000);
    }

    @Test
    void aReinviteWithAnotherAddressMovesTheStream() {
        simulation.phones(2).joined("room");
        Phone victim = simulation.phones.get(0);
        simulation.runMillis(1000);
        InetSocketAddress moved = Simulation.address(400, 7000);
        MediaDescription before = victim.description(Direction.SENDRECV);
        victim.execute(
                new Command.Connect(
                        new MediaDescription(
                                moved,
                                Simulation.address(400, 7001),
                                before.codec(),
                                before.payloadType(),
                                before.telephoneEventPayloadType(),
                                Direction.SENDRECV)));
        Stranger stranger = new Stranger(simulation, victim, Place.ELSEWHERE.of(victim));
        stranger.sprayMillis(200);
        victim.movesTo(moved);
        stranger.sprayMillis(1500);
        assertUnharmed(stranger);
        assertThat(victim.wire.filter).isEqualTo(moved);
        assertThat(hearer().heardPhones()).containsExactly(0);
    }

    @Test
    void whatAStrangerSaysIsNotRecorded() {
        simulation.phones(2).joined("room");
        Phone victim = simulation.phones.get(0);
        MemorySink sink = new MemorySink();
        RecordingRequest request =
                new RecordingRequest(Path.of("x"), Duration.ofMinutes(1), Duration.ZERO, "");
        victim.execute(new Command.StartRecording(sink, request));
        Stranger stranger = new Stranger(simulation, victim, Place.SAME_HOST_OTHER_PORT.of(victim));
        stranger.sprayMillis(3000);
        assertThat(Goertzel.amplitude(sink.samples(), STRANGER_HZ)).isLessThan(20);
        assertThat(Goertzel.amplitude(sink.samples(), victim.toneHz)).isGreaterThan(3500);
    }

    @Test
    void rtcpIsTakenFromThePeersAddressOnly() {
        simulation.phones(1);
        Phone phone = simulation.phones.get(0);
        simulation.runMillis(200);
        byte[] report = new byte[8];
        report[0] = (byte) 0x80;
        report[1] = (byte) 201;
        report[3] = 1;
        long now = simulation.nowNanos();
        assertThat(phone.session.onRtcp(report, 8, Simulation.address(666, 1), now)).isFalse();
        InetSocketAddress peer = new InetSocketAddress(phone.address.getAddress(), 4001);
        assertThat(phone.session.onRtcp(report, 8, peer, now)).isTrue();
        // RFC 5761: the same on the RTP port
        assertThat(phone.session.onRtp(report, 8, phone.address, now)).isTrue();
        assertThat(phone.session.receiver().reception().lost()).isZero();
    }
}
