package antiphon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import antiphon.bench.phone.CallOptions;
import antiphon.bench.phone.Dialog;
import antiphon.bench.phone.Phone;
import antiphon.bench.sound.Sound;
import antiphon.bench.sound.Spectrum;
import antiphon.endtoend.Api.Message;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A message from the caller's mouth to the owner's ear.
@Execution(ExecutionMode.CONCURRENT)
final class VoicemailTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int SAID_MILLIS = 3_000;
    private static final int TONE_HZ = 520;
    private static final int WINDOW_SAMPLES = 160;

    private final ServerProcess server = Shared.server();
    private final Phone phone = Phone.bind(ServerProcess.LOOPBACK);
    private final String box = Shared.newMailbox();

    @AfterEach
    void hangUp() {
        phone.hangUpAll();
        phone.close();
    }

    private Dialog call(String user, CallOptions options) {
        return phone.invite(server.sip(user), options).answeredWithin(SOON);
    }

    private Dialog depositor() {
        Dialog call = call("vm-" + box, CallOptions.DEFAULT.from("4321"));
        Depositing.awaitBeep(call);
        call.sayAll(Sound.clip(Sound.sine(TONE_HZ, Sound.AMPLITUDE, SAID_MILLIS * 8)), SOON);
        return call;
    }

    private Message left() {
        depositor().bye();
        return server.api().awaitMessages(box, 1, SOON).getFirst();
    }

    @Test
    void theStoredMessageHoldsTheCallersToneAtItsLevelAndLength() {
        Message message = left();
        short[] audio = server.api().audio(box, message.id());

        double[] levels = Spectrum.amplitudes(audio, WINDOW_SAMPLES, TONE_HZ);
        double[] loud = Arrays.stream(levels).filter(l -> l > Sound.AMPLITUDE / 2.0).toArray();
        assertThat(loud.length * 20).as("milliseconds of tone").isCloseTo(SAID_MILLIS, within(100));
        Arrays.sort(loud);
        assertThat(loud[loud.length / 2])
                .isCloseTo(Sound.AMPLITUDE, within(Sound.AMPLITUDE / 20.0));
        assertThat(message.durationMillis()).isCloseTo(audio.length / 8, within(20L));
        // What stands before the tone is the time in which the phone noticed that the beep was
        // over.
        assertThat(message.durationMillis()).isBetween(SAID_MILLIS - 100L, SAID_MILLIS + 700L);
        assertThat(message.callerNumber()).isEqualTo("4321");
        assertThat(message.state()).isEqualTo("new");
    }

    @Test
    void poundEndsTheMessageAndTheCallerIsTold() {
        Dialog call = depositor();
        call.press("#");
        assertThat(
                        KnownAudio.awaitPrompt(call.ear(), "vm-saved", SOON)
                                || KnownAudio.awaitPrompt(call.ear(), "thank-you", SOON))
                .isTrue();
        assertThat(server.api().awaitMessages(box, 1, SOON)).hasSize(1);
    }

    @Test
    void theOwnerHearsHisMessageAndThenItIsSaved() {
        Message message = left();
        Dialog call = call("voicemail", CallOptions.DEFAULT.from(box));
        assertThat(KnownAudio.awaitPrompt(call.ear(), "enter-pin", SOON)).isTrue();
        call.press(Api.PIN + "#");
        assertThat(KnownAudio.awaitPrompt(call.ear(), "vm-you-have", SOON)).isTrue();
        assertThat(call.ear().awaitPureTone(TONE_HZ, SOON.multipliedBy(2)))
                .as("the message")
                .isTrue();
        assertThat(call.ear().awaitMore(Duration.ofMillis(250), SOON)).isTrue();
        assertThat(call.ear().level(TONE_HZ))
                .isCloseTo(Sound.AMPLITUDE, within(Sound.AMPLITUDE / 10.0));
        assertThat(KnownAudio.awaitPrompt(call.ear(), "vm-message-keys", SOON)).isTrue();
        call.press("2");
        assertThat(KnownAudio.awaitPrompt(call.ear(), "vm-message-kept", SOON)).isTrue();
        call.bye();
        assertThat(server.api().messages(box))
                .extracting(Message::id, Message::state)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(message.id(), "saved"));
    }

    @Test
    void aMessageIsDeletedByKeyThree() {
        left();
        Dialog call = call("voicemail", CallOptions.DEFAULT.from(box));
        call.press(Api.PIN + "#");
        assertThat(call.ear().awaitPureTone(TONE_HZ, SOON.multipliedBy(2))).isTrue();
        call.press("3");
        assertThat(KnownAudio.awaitPrompt(call.ear(), "vm-message-deleted", SOON)).isTrue();
        call.bye();
        assertThat(Eventually.holds(SOON, () -> server.api().messages(box).isEmpty())).isTrue();
    }

    @Test
    void aWrongPinIsRefusedAndTheRightOneStillWorks() {
        Dialog call = call("voicemail", CallOptions.DEFAULT.from(box));
        assertThat(KnownAudio.awaitPrompt(call.ear(), "enter-pin", SOON)).isTrue();
        call.press("0000#");
        assertThat(KnownAudio.awaitPrompt(call.ear(), "pin-wrong", SOON)).isTrue();
        call.press(Api.PIN + "#");
        assertThat(KnownAudio.awaitPrompt(call.ear(), "vm-no-messages", SOON)).isTrue();
        call.bye();
    }

    @Test
    void noPinStandsInTheLog() {
        Dialog call = call("voicemail", CallOptions.DEFAULT.from(box));
        assertThat(KnownAudio.awaitPrompt(call.ear(), "enter-pin", SOON)).isTrue();
        call.press("739158#");
        assertThat(KnownAudio.awaitPrompt(call.ear(), "pin-wrong", SOON)).isTrue();
        call.bye();
        assertThat(server.log()).doesNotContain("739158");
    }

    @Test
    void messagesKeepTheirOrder() {
        for (int i = 0; i < 2; i++) {
            Dialog call = call("vmb-" + box, CallOptions.DEFAULT.from("55" + i));
            Depositing.awaitBeep(call);
            call.sayAll(Sound.clip(Sound.sine(400 + 200 * i, Sound.AMPLITUDE, 20_000)), SOON);
            call.bye();
            server.api().awaitMessages(box, i + 1, SOON);
        }
        List<Message> messages = server.api().messages(box);
        assertThat(messages)
                .extracting(Message::callerNumber)
                .containsExactlyInAnyOrder("550", "551");
        for (Message message : messages) {
            int hz = message.callerNumber().equals("550") ? 400 : 600;
            short[] audio = server.api().audio(box, message.id());
            assertThat(Spectrum.amplitude(audio, audio.length - 8_000, 4_000, hz))
                    .isGreaterThan(7_000);
        }
    }
}
