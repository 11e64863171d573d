package antiphon.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.media.MediaEvent;
import antiphon.media.RecordingRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the call's code sees of media and of the end.
final class MediaEventsTest {
    private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();

    private void collect(Call call) {
        call.answer();
        while (true) {
            MediaEvent event = call.await(call.nanoTime() + TimeUnit.MINUTES.toNanos(1));
            switch (event) {
                case MediaEvent.DigitPressed digit -> seen.add("key " + digit.digit());
                case MediaEvent.RecordingFinished finished ->
                        seen.add("recorded " + finished.end());
                case null, default -> {}
            }
        }
    }

    private @Nullable String next() throws InterruptedException {
        return seen.poll(5, TimeUnit.SECONDS);
    }

    @Test
    void silenceOfThePeerEndsTheCall() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            phone.call(Phone.OFFER);
            house.engine.last().report(new MediaEvent.MediaTimedOut(System.nanoTime()));
            phone.ok(phone.expectRequest("BYE"));
            assertThat(house.expectEnd().cause()).isEqualTo(HangUpCause.MEDIA_TIMEOUT);
            assertThat(house.engine.last().closes).hasValue(1);
        }
    }

    @Test
    void mediaThatFailsEndsTheCall() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            phone.call(Phone.OFFER);
            house.engine.last().report(new MediaEvent.SessionFailed("socket lost"));
            phone.ok(phone.expectRequest("BYE"));
            assertThat(house.expectEnd().cause()).isEqualTo(HangUpCause.FAILED);
        }
    }

    @Test
    void theFirstWordsWaitForTheFirstPacketAndKeepKeysForLater() throws InterruptedException {
        CallHandler handler =
                call -> {
                    call.play(List.of(), false);
                    seen.add("played");
                    collect(call);
                };
        try (var house = new House(handler);
                Phone phone = house.udp()) {
            house.engine.mediaStartsAtOnce = false;
            phone.call(Phone.OFFER);
            House.eventually("media is connected", () -> !house.engine.last().connects.isEmpty());
            house.engine.last().report(new MediaEvent.DigitPressed('7', 1));
            assertThat(seen.poll(100, TimeUnit.MILLISECONDS)).isNull();
            house.engine.last().report(new MediaEvent.MediaStarted(2));
            assertThat(next()).isEqualTo("played");
            assertThat(next()).isEqualTo("key 7");
        }
    }

    @Test
    void theFirstWordsDoNotWaitForEver() throws InterruptedException {
        CallHandler handler =
                call -> {
                    long begin = call.nanoTime();
                    call.play(List.of(), false);
                    seen.add(String.valueOf((call.nanoTime() - begin) / 1_000_000));
                    collect(call);
                };
        try (var house = new House(handler);
                Phone phone = house.udp()) {
            house.engine.mediaStartsAtOnce = false;
            phone.call(Phone.OFFER);
            assertThat(Integer.parseInt(String.valueOf(next()))).isBetween(390, 2_000);
        }
    }

    /// RFC 6086 Appendix A has no digits; these two bodies are what phones send.
    @ParameterizedTest
    @CsvSource({
        "application/dtmf-relay, 'Signal=5', 5",
        "application/dtmf-relay, 'signal= #\r\nDuration=160', #",
        "application/dtmf-relay, 'Signal=10', *",
        "application/dtmf-relay, 'Signal=a', A",
        "application/dtmf, '9', 9",
        "application/dtmf; charset=utf-8, '11', #",
    })
    void keysByInfoCount(String type, String body, char key) throws InterruptedException {
        try (var house = new House(this::collect);
                Phone phone = house.udp()) {
            phone.call(Phone.sdp("m=audio 40000 RTP/AVP 0"));
            phone.send(phone.next("INFO", "Content-Type: " + type + "\r\n", body));
            phone.expect(200, "INFO");
            assertThat(next()).isEqualTo("key " + key);
        }
    }

    /// Many phones agree on telephone-event and send INFO all the same; the engine knows which
    /// count.
    @Test
    void keysByInfoReachTheEngineAlsoWhereTelephoneEventsAreAgreed() throws InterruptedException {
        try (var house = new House(this::collect);
                Phone phone = house.udp()) {
            phone.call(Phone.OFFER);
            phone.send(
                    phone.next(
                            "INFO",
                            "Content-Type: application/dtmf-relay\r\n",
                            "Signal=5\r\nDuration=160\r\n"));
            phone.expect(200, "INFO");
            assertThat(next()).isEqualTo("key 5");
            assertThat(seen.poll(100, TimeUnit.MILLISECONDS)).isNull();
            assertThat(house.engine.last().actions).containsExactly("press 5");
        }
    }

    /// RFC 3261 §8.2.3
    @Test
    void infoWithOtherBodiesIsRefusedAndTheCallLivesOn() {
        try (var house = new House(House.ANSWER);
                Phone phone = house.udp()) {
            phone.call(Phone.OFFER);
            phone.send(
                    phone.next("INFO", "Content-Type: application/media_control+xml\r\n", "<x/>"));
            assertThat(phone.expect(415, "INFO").header("Accept"))
                    .contains("application/dtmf-relay");
            phone.send(
                    phone.next("INFO", "Content-Type: application/dtmf-relay\r\n", "Signal=\r\n"));
            phone.expect(200, "INFO");
            assertThat(house.server.calls()).hasSize(1);
        }
    }

    /// By the time the code hears of a key, what it plays next must not be stopped any more.
    @Test
    void whatAKeyByInfoStopsIsTheEnginesAlone() throws InterruptedException {
        CallHandler handler =
                call -> {
                    call.play(List.of(), true);
                    seen.add("playing");
                    collect(call);
                };
        try (var house = new House(handler);
                Phone phone = house.udp()) {
            phone.call(Phone.sdp("m=audio 40000 RTP/AVP 0"));
            assertThat(next()).isEqualTo("playing");
            phone.send(phone.next("INFO", "Content-Type: application/dtmf\r\n", "#"));
            phone.expect(200, "INFO");
            assertThat(next()).isEqualTo("key #");
            phone.send(phone.next("BYE", "", ""));
            phone.expect(200, "BYE");
            assertThat(house.expectEnd().cause()).isEqualTo(HangUpCause.CALLER_BYE);
            assertThat(house.engine.last().actions).containsExactly("play", "press #", "close");
        }
    }

    /// A message is never lost: its end reaches the call's code although the caller has gone.
    @Test
    void theEndOfARecordingIsSeenAfterTheCallerHungUp() throws InterruptedException {
        CallHandler handler =
                call -> {
                    call.answer();
                    call.record(
                            new RecordingRequest(
                                    Path.of("none.wav"), Duration.ofMinutes(1), Duration.ZERO, ""));
                    seen.add("recording");
                    try {
                        collect(call);
                    } catch (HungUp e) {
                        seen.add("hung up " + e.hangUpCause());
                    }
                };
        try (var house = new House(handler);
                Phone phone = house.udp()) {
            phone.call(Phone.OFFER);
            assertThat(next()).isEqualTo("recording");
            phone.send(phone.next("BYE", "", ""));
            phone.expect(200, "BYE");
            House.eventually("media is closed", () -> house.engine.last().closes.get() == 1);
            assertThat(seen.poll(100, TimeUnit.MILLISECONDS)).isNull();
            house.engine
                    .last()
                    .report(
                            new MediaEvent.RecordingFinished(
                                    house.engine.last().recording,
                                    MediaEvent.RecordingEnd.STOPPED,
                                    1_000));
            assertThat(next()).isEqualTo("recorded STOPPED");
            assertThat(next()).isEqualTo("hung up CALLER_BYE");
        }
    }

    @Test
    void everyMethodOfACallThrowsOnceItIsOver() throws InterruptedException {
        CallHandler handler =
                call -> {
                    try {
                        House.ANSWER.handle(call);
                    } catch (HungUp _) {
                        List<Runnable> methods =
                                List.of(
                                        call::answer,
                                        () -> call.reject(404, "x"),
                                        call::hangUp,
                                        () -> call.play(List.of(), false),
                                        () -> call.playMusic("default"),
                                        call::stopPlaying,
                                        call::stopRecording,
                                        () -> call.join("room", false),
                                        call::leaveConference,
                                        () -> call.echo(true),
                                        () -> call.await(0));
                        for (Runnable method : methods) {
                            try {
                                method.run();
                                seen.add("returned");
                            } catch (HungUp e) {
                                seen.add(e.hangUpCause().name());
                            }
                        }
                    }
                };
        try (var house = new House(handler);
                Phone phone = house.udp()) {
            phone.call(Phone.OFFER);
            phone.send(phone.next("BYE", "", ""));
            for (int i = 0; i < 11; i++)
                assertThat(next()).as("method " + i).isEqualTo("CALLER_BYE");
        }
    }

    @Test
    void listenersAreToldInOrderAndMayBlock() throws InterruptedException {
        var blocked = new java.util.concurrent.CountDownLatch(1);
        var order = new LinkedBlockingQueue<String>();
        var listener =
                new CallListener() {
                    @Override
                    public void callStarted(CallView call) {
                        try {
                            blocked.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        order.add("started " + call.state());
                    }

                    @Override
                    public void callEnded(
                            CallView call, HangUpCause cause, int status, java.time.Instant at) {
                        order.add(
                                "ended "
                                        + call.state()
                                        + " "
                                        + call.codec()
                                        + " "
                                        + cause
                                        + " "
                                        + status);
                    }
                };
        var settings = SipSettings.of(java.net.InetAddress.getLoopbackAddress(), 0);
        try (var server = SipServer.start(settings, new FakeEngine(), House.ANSWER, listener);
                Phone phone = Phone.udp(server.port())) {
            phone.call(Phone.OFFER);
            phone.send(phone.next("BYE", "", ""));
            phone.expect(200, "BYE");
            blocked.countDown();
            assertThat(order.poll(5, TimeUnit.SECONDS)).isEqualTo("started RINGING");
            assertThat(order.poll(5, TimeUnit.SECONDS))
                    .isEqualTo("ended ENDED PCMA CALLER_BYE 200");
        }
    }
}
