package antiphon.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Field reports: floods of damaged messages ended calls and servers.
final class HostileInputTest {
    private static final long SEED = 20_260_103;
    private static final int DATAGRAMS = 5_000;

    /// RFC 4475 and worse
    @Test
    void mutatedDatagramsLeaveACallInProgressUnharmed() {
        try (var house = new House(House.ANSWER);
                Phone victim = house.udp();
                Phone attacker = house.udp()) {
            victim.call(Phone.OFFER);
            var random = new Random(SEED);
            for (int i = 0; i < DATAGRAMS; i++) {
                byte[] message = mutated(valid(attacker, random), random);
                ((Wire.Udp) attacker.wire).sendTo(attacker.server, message);
                // No faster than the socket buffer of a small machine takes.
                if (i % 50 == 49)
                    House.eventually(
                            "the queue is short", () -> house.server.stats().queueDepth() < 200);
            }
            House.eventually("the queue is empty", () -> house.server.stats().queueDepth() == 0);
            victim.send(victim.next("OPTIONS", "", ""));
            victim.expect(200, "OPTIONS");
            victim.send(victim.reinvite(Phone.OFFER));
            victim.expect(200, "INVITE");
            victim.send(victim.ack());
            assertThat(
                            house.server.calls().stream()
                                    .anyMatch(c -> c.sipCallId().equals(victim.callId)))
                    .isTrue();
            victim.send(victim.next("BYE", "", ""));
            victim.expect(200, "BYE");
            assertThat(house.server.stats().parseErrors()).isPositive();
        }
    }

    /// What ended the stack's own reader: more calls than it can take, all at once.
    @Test
    void aBurstOfCallsIsShedAndNotDiedOf() {
        try (var house = new House(House.ANSWER, settings -> settings.withCallsMax(300));
                Phone attacker = house.udp();
                Phone good = house.udp()) {
            for (int i = 0; i < 6_000; i++) {
                attacker.callId = "burst" + i + "@test";
                attacker.branch = Phone.newBranch();
                attacker.send(attacker.invite("", Phone.OFFER));
            }
            House.eventually("the queue is empty", () -> house.server.stats().queueDepth() == 0);
            good.send(good.request("OPTIONS", good.uri(), "", ""));
            good.expect(200, "OPTIONS");
            SipStats stats = house.server.stats();
            assertThat(stats.callsNow()).isLessThanOrEqualTo(300);
            assertThat(stats.dialogs()).isLessThanOrEqualTo(300);
            assertThat(stats.serverTransactions()).isLessThanOrEqualTo(300);
            assertThat(stats.stackErrors()).isZero();
        }
    }

    /// RFC 3261 §18.1.2
    @Test
    void responsesThatNobodyWaitsForAreDropped() {
        try (var house = new House(House.ANSWER);
                Phone victim = house.udp();
                Phone attacker = house.udp()) {
            victim.call(Phone.OFFER);
            for (int i = 0; i < 500; i++) {
                attacker.send(
                        attacker.request("BYE", attacker.uri(), "", "")
                                .replaceFirst("BYE [^\r]*", "SIP/2.0 200 OK")
                                .replace(attacker.callId, victim.callId));
            }
            victim.send(victim.next("BYE", "", ""));
            victim.expect(200, "BYE");
        }
    }

    private static String valid(Phone phone, Random random) {
        phone.toTag = "";
        phone.branch = Phone.newBranch();
        phone.callId = "m" + random.nextLong() + "@test";
        String contact = "Contact: " + phone.contact() + "\r\n";
        return switch (random.nextInt(6)) {
            case 0 -> phone.invite("Record-Route: <sip:127.0.0.1;lr>\r\n", Phone.OFFER);
            case 1 -> phone.invite("", Phone.OFFER).replace("INVITE", "OPTIONS");
            case 2 -> phone.cancel();
            case 3 -> {
                phone.toTag = "x";
                yield phone.request("BYE", phone.uri(), contact, "");
            }
            case 4 ->
                    phone.request(
                            "INFO",
                            phone.uri(),
                            "Content-Type: application/dtmf-relay\r\n",
                            "Signal=5\r\n");
            default -> phone.ack(Phone.OFFER);
        };
    }

    private static byte[] mutated(String message, Random random) {
        var text = new StringBuilder(message);
        for (int n = random.nextInt(1, 8); n > 0; n--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(5)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(1, 20)));
                case 2 -> text.insert(at, "\r\n");
                case 3 ->
                        text.insert(
                                at,
                                List.of("<", ">", ";", ",", "\"", "%", "sip:", "\0", "é")
                                        .get(random.nextInt(9))
                                        .repeat(random.nextInt(1, 30)));
                default -> text.insert(at, message, 0, random.nextInt(message.length()));
            }
            if (text.isEmpty()) text.append('x');
        }
        return text.substring(0, Math.min(text.length(), 60_000)).getBytes(StandardCharsets.UTF_8);
    }
}
