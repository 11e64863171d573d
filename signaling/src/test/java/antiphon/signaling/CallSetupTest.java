package antiphon.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CallSetupTest {
    private final FakeEngine engine = new FakeEngine();
    private final SipServer server =
            SipServer.start(
                    SipSettings.of(InetAddress.getLoopbackAddress(), 0),
                    engine,
                    call -> {
                        call.answer();
                        call.await(call.nanoTime() + 60_000_000_000L);
                    });

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aCallIsAnsweredAndEndedByTheCaller() {
        try (Phone phone = Phone.udp(server.port())) {
            SipText ok = phone.call(Phone.OFFER);
            assertThat(ok.body()).contains("m=audio " + engine.last().port + " RTP/AVP 8 101");
            phone.send(phone.next("BYE", "", ""));
            phone.expect(200, "BYE");
        }
    }
}
