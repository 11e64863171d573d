package antiphon.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import antiphon.ivr.Route;
import antiphon.ivr.Service;
import antiphon.server.settings.Settings.LogLevel;
import antiphon.server.settings.Settings.PortRange;
import antiphon.signaling.Cidr;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class SettingsTest {
    private static Settings read(String yaml, Map<String, String> environment) {
        return Settings.from(Layers.of("my.yaml", yaml, environment));
    }

    @Test
    void withoutAFileTheDefaultsOfTheReferenceHold() {
        Settings settings = read("", Map.of());

        assertThat(settings.stateDir()).isEqualTo(Path.of("var").toAbsolutePath());
        assertThat(settings.logLevel()).isEqualTo(LogLevel.INFO);
        assertThat(settings.sip().address()).isEqualTo(InetAddress.ofLiteral("0.0.0.0"));
        assertThat(settings.sip().port()).isEqualTo(5060);
        assertThat(settings.sip().trusted())
                .map(Cidr::toString)
                .containsExactly("127.0.0.0/8", "0:0:0:0:0:0:0:1/128");
        assertThat(settings.rtp().ports()).isEqualTo(new PortRange(10000, 19999));
        assertThat(settings.rtp().loops()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(settings.http().address().isLoopbackAddress()).isTrue();
        assertThat(settings.http().port()).isEqualTo(8080);
        assertThat(settings.database().url()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ANTIPHON_STATE_DIR    | /srv/antiphon             | stateDir=/srv/antiphon
                    ANTIPHON_SIP_ADDRESS  | 192.0.2.7                 | 192.0.2.7
                    ANTIPHON_SIP_PORT     | 5070                      | port=5070
                    ANTIPHON_SIP_TRUSTED  | 10.0.0.0/8, 192.0.2.1     | trusted=[10.0.0.0/8, 192.0.2.1/32]
                    ANTIPHON_RTP_PORTS    | 30000-30099               | PortRange[min=30000, max=30099]
                    ANTIPHON_HTTP_ADDRESS | ::1                       | 0:0:0:0:0:0:0:1
                    ANTIPHON_HTTP_PORT    | 9090                      | port=9090
                    ANTIPHON_DATABASE_URL | jdbc:postgresql://db/anti | Database[jdbc:postgresql://db/anti]
                    ANTIPHON_LOG_LEVEL    | debug                     | logLevel=DEBUG
                    """)
    void everySettingIsAnEnvironmentVariable(String variable, String text, String shown) {
        assertThat(read("", Map.of(variable, text)).toString()).contains(shown);
    }

    @Test
    void theEnvironmentWinsOverTheFileAndTheFileOverTheDefaults() {
        Settings settings =
                read("sip:\n  port: 5070\nhttp:\n  port: 0\n", Map.of("ANTIPHON_SIP_PORT", "5080"));

        assertThat(settings.sip().port()).isEqualTo(5080);
        assertThat(settings.http().port()).isZero();
        assertThat(settings.rtp().mediaTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.rtp().holdTimeout()).isEqualTo(Duration.ofHours(1));
    }

    static Stream<Arguments> wrongFiles() {
        return Stream.of(
                wrong(
                        "sip:\n  port: sixty",
                        "my.yaml:2:9: sip.port: \"sixty\" is wrong; allowed: a whole number from 1 to 65535"),
                wrong(
                        "sip:\n  port: 0",
                        "my.yaml:2:9: sip.port: \"0\" is wrong; allowed: a whole number from 1 to 65535"),
                wrong(
                        "sip: {port: }",
                        "my.yaml:1:12: sip.port: \"\" is wrong; allowed: a whole number from 1 to 65535"),
                wrong(
                        "sip:\n  port: [1, 2]",
                        "my.yaml:2:9: sip.port: \"1, 2\" is wrong; allowed: one value, not a list"),
                wrong(
                        "sip:\n  address: localhost",
                        "my.yaml:2:12: sip.address: \"localhost\" is wrong; allowed: an IPv4 or IPv6 address in figures, as 0.0.0.0 or ::1"),
                wrong(
                        "sip:\n  trusted: [10.0.0.0/8, 10.0.0.0/33]",
                        "my.yaml:2:12: sip.trusted: \"10.0.0.0/33\" is wrong; allowed: networks as 10.0.0.0/8 or single addresses as 192.0.2.7 or ::1"),
                wrong(
                        "rtp:\n  ports: 20000-10000",
                        "my.yaml:2:10: rtp.ports: \"20000-10000\" is wrong; allowed: two ports from 1024 to 65535 as MIN-MAX, MIN even, at least one pair: 10000-19999"),
                wrong(
                        "rtp:\n  ports: 10001-10003",
                        "my.yaml:2:10: rtp.ports: \"10001-10003\" is wrong; allowed: two ports from 1024 to 65535 as MIN-MAX, MIN even, at least one pair: 10000-19999"),
                wrong(
                        "rtp:\n  media_timeout: 60",
                        "my.yaml:2:18: rtp.media_timeout: \"60\" is wrong; allowed: a time with its unit (ms, s, m, h) from 5s to 1h"),
                wrong(
                        "rtp:\n  media_timeout: 2h",
                        "my.yaml:2:18: rtp.media_timeout: \"2h\" is wrong; allowed: a time with its unit (ms, s, m, h) from 5s to 1h"),
                wrong(
                        "rtp:\n  hold_timeout: 30s",
                        "my.yaml:2:17: rtp.hold_timeout: \"30s\" is wrong; allowed: a time with its unit (ms, s, m, h) from 1m to 24h"),
                wrong(
                        "http:\n  upload_max: 2TB",
                        "my.yaml:2:15: http.upload_max: \"2TB\" is wrong; allowed: a size with its unit (KB, MB, GB) from 64KB to 114MB"),
                wrong(
                        "log:\n  level: loud",
                        "my.yaml:2:10: log.level: \"loud\" is wrong; allowed: one of error, warn, info, debug, trace"),
                wrong(
                        "database:\n  url: mysql://db",
                        "my.yaml:2:8: database.url: \"mysql://db\" is wrong; allowed: jdbc:postgresql://HOST:PORT/NAME, or nothing for the embedded database"),
                wrong(
                        "state:\n  dir: ''",
                        "my.yaml:2:8: state.dir: \"\" is wrong; allowed: a folder"),
                wrong(
                        "sip:\n  prot: 5060",
                        "my.yaml:2:9: sip.prot: there is no such setting; did you mean \"sip.port\"?"),
                wrong(
                        "sipp:\n  port: 5060",
                        "my.yaml:2:9: sipp.port: there is no such setting; did you mean \"sip.port\"?"),
                wrong(
                        "zebra:\n  stripes: 9",
                        "my.yaml:2:12: zebra.stripes: there is no such setting"),
                wrong(
                        "sip:\n  port: 5060\n  port: 5061",
                        "my.yaml:3:3: the key \"port\" stands twice: in line 2 and in line 3"),
                wrong(
                        "sip: 5060",
                        "my.yaml:1:6: sip: this must be lines of `name: value`, found \"5060\""),
                wrong("- sip", "my.yaml:1:1: this must be lines of `name: value`, found a list"),
                wrong(
                        "sip:\n  port: {a: 1}",
                        "my.yaml:2:9: sip.port: this must be a value or a list"),
                wrong("sip: [", "my.yaml:1:7: not YAML: "),
                wrong("routes:\n  - {service: flow}", "my.yaml:2:5: routes: `user` is missing"),
                wrong("routes:\n  - {user: main}", "my.yaml:2:5: routes: `service` is missing"),
                wrong(
                        "routes:\n  - {user: main, service: flows}",
                        "my.yaml:2:27: routes.service: \"flows\" is wrong; allowed: one of flow, conference, deposit"),
                wrong(
                        "routes:\n  - {user: a, services: flow}",
                        "my.yaml:2:5: routes: unknown key `services`; did you mean \"service\"?; allowed: user, service, name"),
                wrong(
                        "routes:\n  - {user: '(', service: flow}",
                        "my.yaml:2:12: routes.user: \"(\" is wrong; allowed: a regular expression (Unclosed group)"),
                wrong(
                        "routes: main",
                        "my.yaml:1:9: routes: this must be a list of `- {user: ..., service: ...}`"),
                wrong(
                        "flow_settings:\n  a: [1]",
                        "my.yaml:2:6: flow_settings.a: this must be a plain value"));
    }

    private static Arguments wrong(String yaml, String message) {
        return Arguments.of(yaml, message);
    }

    @ParameterizedTest
    @MethodSource("wrongFiles")
    void aWrongValueIsNamedWithFileLineKeyAndWhatIsAllowed(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml, Map.of()))
                .isInstanceOf(SettingsException.class)
                .satisfies(
                        e -> assertThat(e.getMessage()).startsWith(message).doesNotContain("\n"));
    }

    @Test
    void aWrongValueInTheEnvironmentIsNamedByItsVariable() {
        assertThatThrownBy(() -> read("", Map.of("ANTIPHON_SIP_PORT", "tcp://10.0.0.1:5060")))
                .hasMessage(
                        "environment variable ANTIPHON_SIP_PORT: \"tcp://10.0.0.1:5060\" is wrong;"
                                + " allowed: a whole number from 1 to 65535");
    }

    @Test
    void aPasswordIsNeverRepeated() {
        assertThatThrownBy(() -> read("database:\n  password: [hush, hush]", Map.of()))
                .hasMessageContaining("this value is wrong")
                .hasMessageNotContaining("hush");
        assertThat(read("database:\n  password: hush", Map.of()).toString()).doesNotContain("hush");
    }

    @Test
    void theReferenceLeadsEachKnownUserToItsService() {
        assertThat(read("", Map.of()).routes())
                .extracting(route -> route.user().pattern(), Route::service)
                .contains(
                        tuple("ivr-(.+)", Service.FLOW),
                        tuple("conf[-=](.+)", Service.CONFERENCE),
                        tuple("vm-(.+)", Service.DEPOSIT),
                        tuple("voicemail", Service.MAILBOX),
                        tuple("moh", Service.MUSIC))
                .endsWith(tuple(".+", Service.DEPOSIT));
    }

    @Test
    void routesOfAFileReplaceTheDefaults() {
        Settings settings =
                read(
                        "routes:\n  - {user: 'q-(\\d+)', service: music}\n  - {user: sales, service: flow, name: main}",
                        Map.of());

        assertThat(settings.routes())
                .extracting(route -> route.user().pattern(), Route::service, Route::preset)
                .containsExactly(
                        tuple("q-(\\d+)", Service.MUSIC, Optional.empty()),
                        tuple("sales", Service.FLOW, Optional.of("main")));
    }

    @Test
    void routesAndFlowSettingsInTheEnvironmentAreYamlToo() {
        Settings settings =
                read(
                        "flow_settings: {a: b}",
                        Map.of(
                                "ANTIPHON_ROUTES",
                                "[{user: a, service: echo}]",
                                "ANTIPHON_FLOW_SETTINGS",
                                "{city: Bonn}"));

        assertThat(settings.routes()).map(Route::service).containsExactly(Service.ECHO);
        assertThat(settings.flowSettings()).containsExactly(Map.entry("city", "Bonn"));
    }

    @Test
    void aVariableThatIsNoSettingIsReportedWithTheNearestOne() {
        assertThat(
                        Layers.unknownVariables(
                                Map.of(
                                        "ANTIPHON_SIP_PROT",
                                        "1",
                                        "ANTIPHON_HTTP_PORT",
                                        "2",
                                        "PATH",
                                        "/bin")))
                .containsExactly(
                        "environment variable ANTIPHON_SIP_PROT is no setting; did you mean \"ANTIPHON_SIP_PORT\"?");
    }

    @Test
    void theFileThatConfigNamesMustExist(@TempDir Path folder) {
        Path file = folder.resolve("none.yaml");

        assertThatThrownBy(() -> Settings.read(file, Map.of()))
                .hasMessage(file + ": there is no such file");
    }

    @Test
    void theFileIsReadAsUtf8(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("latin.yaml"), new byte[] {'#', (byte) 0xE4, '\n'});

        assertThatThrownBy(() -> Settings.read(file, Map.of()))
                .hasMessage(file + ": not UTF-8 text");
    }
}
