package antiphon.bench;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.bench.phone.CallOptions;
import antiphon.bench.phone.Phone;
import antiphon.bench.sound.Sound;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @ParameterizedTest
    @ValueSource(strings = {"calls", "rooms", "music", "prompt", "deposits", "mixed"})
    void everyVerbExplainsItself(String verb) {
        assertThat(Main.run(verb, "--help")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--bogus",
                "bogus",
                "rooms --bogus",
                "music --calls many",
                "music --calls 0",
                "mixed --share rooms=50",
                "music --target sip:example.com",
                "music --target sip:127.0.0.1:",
                "music --target sip:main@127.0.0.1:5060"
            })
    void wrongUsageIsExitCodeTwo(String arguments) {
        assertThat(Main.run(arguments.split(" "))).isEqualTo(2);
    }

    @Test
    void aRunAgainstAPhoneCountsItsCallsAndPackets(@TempDir Path folder) throws IOException {
        try (Phone callee = Phone.bind(InetAddress.ofLiteral("127.0.0.1"))) {
            callee.onIncoming(call -> call.answer(CallOptions.DEFAULT.saying(Sound.tone(440))));
            Path json = folder.resolve("music.json");
            String target = "sip:127.0.0.1:" + callee.address().getPort();
            int status =
                    Main.run(
                            "music",
                            "--target",
                            target,
                            "--calls",
                            "4",
                            "--seconds",
                            "1",
                            "--json",
                            json.toString(),
                            "--reference-seconds",
                            "1");
            String figures = Files.readString(json);
            assertThat(status).isZero();
            assertThat(figures)
                    .contains("\"answered\": 4,", "\"packets_missing\": 0,", "\"failed\": {}")
                    .contains("\"server_to_bare_sockets\": ");
        }
    }

    @Test
    void setUpOnlyCallsAreAnsweredAndHungUp(@TempDir Path folder) throws IOException {
        try (Phone callee = Phone.bind(InetAddress.ofLiteral("127.0.0.1"))) {
            callee.onIncoming(call -> call.answer());
            Path json = folder.resolve("calls.json");
            String target = "sip:127.0.0.1:" + callee.address().getPort();
            int status =
                    Main.run(
                            "calls",
                            "--target",
                            target,
                            "--rate",
                            "50",
                            "--seconds",
                            "1",
                            "--json",
                            json.toString());
            assertThat(status).isZero();
            assertThat(Files.readString(json))
                    .contains("\"placed\": 50,", "\"answered\": 50,", "\"bye_not_answered\": 0");
        }
    }
}
