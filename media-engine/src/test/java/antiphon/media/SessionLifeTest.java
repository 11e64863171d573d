package antiphon.media;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.media.MediaEvent.MediaStarted;
import antiphon.media.MediaEvent.MediaTimedOut;
import antiphon.media.MediaEvent.SessionFailed;
import antiphon.media.audio.Frame;
import antiphon.media.rtp.Rtcp;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionLifeTest {
    private final Simulation simulation = new Simulation(61);

    private List<byte[]> rtcpOf(Phone phone) {
        List<byte[]> reports = new ArrayList<>();
        simulation.host(
                new InetSocketAddress(phone.address.getAddress(), phone.address.getPort() + 1),
                (datagram, _) -> reports.add(datagram));
        return reports;
    }

    @Test
    void mediaStartIsReportedOnceWithTheSecondPacket() {
        Phone phone = simulation.phone();
        simulation.runMillis(3000);
        assertThat(phone.events(MediaStarted.class)).hasSize(1);
        assertThat(phone.events(MediaStarted.class).getFirst().nanos())
                .isLessThan(60 * Simulation.MILLI);
    }

    @Test
    void everyFrameIsSentEvenIfThereIsNothingToSay() {
        Phone phone = simulation.phone();
        simulation.runMillis(10_000);
        assertThat(phone.packetsHeard).hasSize(500);
        assertThat(phone.heardWithoutGap()).isTrue();
    }

    @Test
    void aSilentPeerTimesOutOnceAndComesBack() {
        Phone phone = simulation.phone();
        simulation.runMillis(1000);
        phone.sending(false);
        simulation.runMillis(4900);
        assertThat(phone.events(MediaTimedOut.class)).isEmpty();
        simulation.runMillis(10_000);
        assertThat(phone.events(MediaTimedOut.class)).hasSize(1);
        phone.sending(true);
        simulation.runMillis(1000);
        phone.sending(false);
        simulation.runMillis(6000);
        assertThat(phone.events(MediaTimedOut.class)).hasSize(2);
    }

    @Test
    void aPeerThatNeverSendsTimesOut() {
        Phone phone = simulation.phone().sending(false);
        simulation.runMillis(5100);
        assertThat(phone.events(MediaTimedOut.class)).hasSize(1);
    }

    @Test
    void rtcpAloneKeepsASilentPeerAlive() {
        Phone phone = simulation.phone();
        simulation.runMillis(1000);
        phone.sending(false);
        byte[] report = {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 9};
        InetSocketAddress source = new InetSocketAddress(phone.address.getAddress(), 4001);
        for (int i = 0; i < 10; i++) {
            simulation.runMillis(3000);
            phone.wire.deliverRtcp(report, source, simulation.nowNanos());
        }
        assertThat(phone.events(MediaTimedOut.class)).isEmpty();
    }

    @Test
    void comfortNoiseInPausesKeepsThePeerAliveAndIsNoLoss() {
        Phone phone = simulation.phone();
        phone.join("room");
        simulation.runMillis(1000);
        phone.sending(false);
        for (int i = 0; i < 20; i++) {
            phone.comfortNoise();
            simulation.runMillis(1000);
        }
        phone.sending(true);
        simulation.runMillis(1000);
        assertThat(phone.events(MediaTimedOut.class)).isEmpty();
        assertThat(phone.session.receiver().reception().lost()).isZero();
        assertThat(phone.session.counters.rejected).isEqualTo(1); // the packet before the latch
    }

    @Test
    void onHoldNothingButRtcpIsSentAndNothingTimesOut() {
        Phone phone = simulation.phone();
        List<byte[]> reports = rtcpOf(phone);
        simulation.runMillis(1000);
        phone.connect(Direction.INACTIVE);
        phone.sending(false);
        phone.forgetHeard();
        simulation.runMillis(60_000);
        assertThat(phone.packetsHeard).isEmpty();
        assertThat(phone.events(MediaTimedOut.class)).isEmpty();
        assertThat(reports).hasSizeBetween(8, 24);
        phone.connect(Direction.SENDRECV);
        simulation.runMillis(4000);
        assertThat(phone.events(MediaTimedOut.class)).isEmpty();
        simulation.runMillis(1100);
        assertThat(phone.events(MediaTimedOut.class)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"RECVONLY", "SENDONLY", "INACTIVE"})
    void aPeerOnHoldMayBeSilentButNotForEver(Direction direction) {
        Phone phone = simulation.phone();
        simulation.runMillis(1000);
        phone.connect(direction);
        phone.sending(false);
        simulation.runMillis(Simulation.HOLD_TIMEOUT / Simulation.MILLI - 100);
        assertThat(phone.events(MediaTimedOut.class)).isEmpty();
        simulation.runMillis(200);
        assertThat(phone.events(MediaTimedOut.class)).hasSize(1);
    }

    @Test
    void rtcpKeepsAPeerOnHoldAlive() {
        Phone phone = simulation.phone();
        simulation.runMillis(1000);
        phone.connect(Direction.INACTIVE);
        phone.sending(false);
        byte[] report = {(byte) 0x80, (byte) 201, 0, 1, 0, 0, 0, 9};
        InetSocketAddress source = new InetSocketAddress(phone.address.getAddress(), 4001);
        for (int i = 0; i < 3; i++) {
            simulation.runMillis(Simulation.HOLD_TIMEOUT / Simulation.MILLI / 2);
            phone.wire.deliverRtcp(report, source, simulation.nowNanos());
        }
        assertThat(phone.events(MediaTimedOut.class)).isEmpty();
    }

    @Test
    void reportsAreValidAndTheLastSaysGoodbye() {
        Phone phone = simulation.phone();
        List<byte[]> reports = rtcpOf(phone);
        simulation.runMillis(60_000);
        phone.execute(new Command.Close());
        assertThat(reports)
                .hasSizeBetween(9, 25)
                .allMatch(report -> Rtcp.valid(report, report.length));
        byte[] last = reports.getLast();
        assertThat(last[last.length - 7] & 0xFF).isEqualTo(203);
        assertThat(phone.wire.closed).isTrue();
    }

    @Test
    void aClosedSessionIsSilentAndTakesNoCommands() {
        Phone phone = simulation.phone();
        simulation.runMillis(1000);
        phone.execute(new Command.Close());
        phone.forgetHeard();
        phone.execute(new Command.Echo(true));
        phone.join("room");
        phone.execute(new Command.Close());
        simulation.runMillis(1000);
        assertThat(phone.packetsHeard).isEmpty();
        assertThat(simulation.directory.names()).isEmpty();
        assertThat(simulation.core.sessionCount()).isZero();
    }

    @Test
    void aBugInOneSessionClosesThatOneAndNoOther() {
        simulation.phones(4).joined("room");
        List<MediaEvent> events = new ArrayList<>();
        Transport broken =
                new Transport() {
                    @Override
                    public void receive(Session session, boolean rtcpToo, long nowNanos) {}

                    @Override
                    public boolean sendRtp(byte[] packet, int length, InetSocketAddress target) {
                        throw new IllegalStateException("made for this test");
                    }

                    @Override
                    public boolean sendRtcp(byte[] packet, int length, InetSocketAddress target) {
                        return false;
                    }

                    @Override
                    public void filter(
                            @org.jspecify.annotations.Nullable InetSocketAddress source) {}

                    @Override
                    public void close() {
                        throw new IllegalStateException("made for this test, too");
                    }
                };
        Session session =
                new Session(
                        events::add,
                        broken,
                        simulation.clock,
                        Simulation.SECOND,
                        Simulation.SECOND,
                        3);
        simulation.core.add(session);
        simulation.core.execute(session, new Command.Join("room", "broken", false), 0);
        Phone model = simulation.phones.get(0);
        simulation.core.execute(
                session, new Command.Connect(model.description(Direction.SENDRECV)), 0);
        simulation.runMillis(2000);
        assertThat(events).hasSize(1).first().isInstanceOf(SessionFailed.class);
        assertThat(simulation.core.sessionCount()).isEqualTo(4);
        for (Phone phone : simulation.phones) {
            assertThat(phone.heardPhones()).hasSize(3);
        }
        assertThat(new ConferenceHandle("room", simulation.directory).participants()).hasSize(4);
    }

    @Test
    void aListenerThatThrowsHarmsNobody() {
        Phone phone = simulation.phone();
        Session session =
                new Session(
                        _ -> {
                            throw new IllegalStateException("made for this test");
                        },
                        phone.wire,
                        simulation.clock,
                        Simulation.SECOND,
                        Simulation.SECOND,
                        3);
        simulation.core.add(session);
        session.connect(phone.description(Direction.SENDRECV), 0);
        simulation.runMillis(2000);
        assertThat(session.closed).isFalse();
    }

    @Test
    void sessionsAreSpreadOverTheSlots() {
        simulation.phones(10);
        for (int slot = 0; slot < Frame.SLOTS; slot++) {
            assertThat(simulation.core.sessions(slot)).hasSizeBetween(2, 3);
        }
        simulation.joined("room");
        int slot = simulation.phones.getFirst().session.slot;
        assertThat(simulation.core.sessions(slot)).hasSize(10);
    }

    @Test
    void movingBetweenSlotsNeverSendsTwoFramesInOnePeriod() {
        Phone phone = simulation.phone();
        simulation.phones(6);
        for (int i = 0; i < 50; i++) {
            simulation.runMillis(35);
            phone.join("room" + i % 3);
        }
        assertThat(phone.packetsHeard.size()).isLessThanOrEqualTo(50 * 35 / 20 + 1);
    }

    @Test
    void countersTellWhatHappened() {
        Phone phone = simulation.phone();
        simulation.runMillis(10_000);
        SessionStats stats = phone.session.counters.read();
        assertThat(stats.source()).isEqualTo(phone.address);
        assertThat(stats.codec()).isEqualTo(Codec.PCMU);
        assertThat(stats.packetsSent()).isBetween(490L, 500L);
        assertThat(stats.packetsReceived()).isBetween(490L, 500L);
        assertThat(stats.lost()).isZero();
        assertThat(stats.late()).isZero();
        assertThat(stats.jitterMillis()).isLessThan(2);
    }
}
