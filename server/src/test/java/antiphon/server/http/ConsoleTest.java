package antiphon.server.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import antiphon.bench.phone.CallOptions;
import antiphon.bench.phone.Dialog;
import antiphon.bench.phone.Phone;
import antiphon.bench.sound.Sound;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// The console as an administrator sees it, in Debian's Chromium.
@TestInstance(Lifecycle.PER_CLASS)
final class ConsoleTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final List<String> QUIET =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");

    private House house;
    private Playwright playwright;
    private Browser browser;
    private Page page;
    private final List<String> scriptErrors = new ArrayList<>();
    private final Set<String> hosts = new TreeSet<>();

    @BeforeAll
    void open(@TempDir Path state) throws IOException {
        house = new House(state);
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(CHROMIUM)
                                        .setArgs(QUIET));
    }

    @AfterAll
    void close() {
        browser.close();
        playwright.close();
        house.close();
    }

    @BeforeEach
    void openPage() {
        page = browser.newPage();
        page.onPageError(scriptErrors::add);
        page.onRequest(
                request -> hosts.add(request.url().replaceFirst("^(\\w+:(?://[^/]*)?).*", "$1")));
    }

    @AfterEach
    void closePage() {
        page.close();
        assertThat(scriptErrors).isEmpty();
    }

    private void signIn() {
        page.navigate(house.http.uri() + "/");
        page.getByLabel("Token").fill(house.token);
        page.locator("#sign-in-form button").click();
        assertThat(page.locator("#console")).isVisible();
    }

    @Test
    void aWrongTokenIsToldAndTheRightOneOpensTheConsole() {
        page.navigate(house.http.uri() + "/");
        assertThat(page.locator("#health")).hasText("ready for calls");
        page.getByLabel("Token").fill("guess");
        page.locator("#sign-in-form button").click();
        assertThat(page.locator("#sign-in-problem")).hasText("That token is not valid.");
        assertThat(page.locator("#console")).isHidden();

        page.getByLabel("Token").fill(house.token);
        page.locator("#sign-in-form button").click();

        assertThat(page.locator("#calls-empty")).hasText("Nobody is calling.");
        assertThat(page.locator("#flows li")).not().hasCount(0);
        page.reload();
        assertThat(page.locator("#console")).isVisible();
        page.getByText("Sign out").click();
        assertThat(page.locator("#sign-in")).isVisible();
    }

    @Test
    void theConsoleLoadsNothingFromElsewhere() {
        signIn();

        assertThat(hosts)
                .allMatch(host -> host.equals(house.http.uri().toString()) || host.equals("data:"));
    }

    @Test
    void aMailboxMadeOverTheApiAppearsAndItsNameIsTextNotMarkup() throws Exception {
        signIn();

        house.client.send(
                "POST",
                "/api/v1/mailboxes",
                "{\"number\":\"2001\",\"name\":\"<img src=x onerror=alert(1)>\"}");

        assertThat(page.locator("#mailboxes"))
                .containsText("2001 <img src=x onerror=alert(1)> · 0 new, 0 saved");
        assertThat(page.locator("#mailboxes img")).hasCount(0);
    }

    @Test
    void aMailboxIsMadeByItsForm() throws Exception {
        signIn();
        Locator form = page.locator("#mailbox-form");
        form.getByLabel("Number").fill("2002");
        form.getByLabel("PIN").fill("2580");
        form.getByText("Add mailbox").click();

        assertThat(page.locator("#mailboxes")).containsText("2002");
        assertThat(house.client.get("/api/v1/mailboxes/2002").json().path("hasPin").asBoolean())
                .isTrue();
        form.getByLabel("Number").fill("2002");
        form.getByText("Add mailbox").click();
        assertThat(page.locator("#notice")).hasText("mailbox 2002 exists already");
    }

    @Test
    void aConferenceIsSeenMutedAndEmptied() throws Exception {
        signIn();
        try (Phone phone = Phone.bind(InetAddress.ofLiteral("127.0.0.1"))) {
            Dialog ann =
                    phone.invite(
                                    "sip:conf-team@127.0.0.1:" + house.sip.port(),
                                    CallOptions.DEFAULT.from("ann").saying(Sound.tone(440)))
                            .answeredWithin(Duration.ofSeconds(10));
            assertThat(page.locator("#calls tr")).containsText("ann");
            Locator room = page.locator("#conferences article");
            assertThat(room).containsText("team");
            assertThat(room.locator("tbody tr")).containsText("ann");
            assertThat(room.locator("tbody tr")).containsText("talking");

            room.getByText("Mute").click();
            assertThat(room.locator("tbody tr")).containsText("muted");
            room.getByText("Remove").click();

            assertThat(ann.awaitBye(Duration.ofSeconds(10))).isTrue();
            assertThat(page.locator("#conferences-empty")).isVisible();
        }
    }

    @Test
    void aWrongFlowIsShownWithThePlaceOfItsError() {
        signIn();
        page.locator("#flows")
                .getByText("echo", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(page.locator("#flow-text")).not().hasValue("");
        page.locator("#flow-text")
                .fill("title: Broken\nlanguages: [en]\nnodes:\n  start:\n    - hang_upp\n");
        page.getByText("Check and go live").click();

        assertThat(page.locator("#flow-result")).hasText("Not taken over; the old one goes on.");
        assertThat(page.locator("#flow-problems li")).containsText("5:");
        page.locator("#flow-problems button").click();
        assertThat(page.locator("#flow-text")).isFocused();
    }
}
