package antiphon.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// The console in Debian's Chromium.
@TestInstance(Lifecycle.PER_CLASS)
final class ConsoleTest {
    private AdminHttp server;
    private Playwright playwright;
    private Browser browser;
    private String token;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        AdminToken adminToken = AdminToken.in(folder);
        token = Files.readString(folder.resolve("admin-token"));
        var health = new HealthRoutes(List.of());
        Routes fake =
                routes -> {
                    for (String noun :
                            List.of("calls", "conferences", "mailboxes", "prompts", "flows")) {
                        routes.get("/api/v1/" + noun, c -> c.json(List.of()));
                    }
                };
        server =
                AdminHttp.start(
                        AdminHttpTest.settings(),
                        adminToken,
                        List.of(health, fake, ConsoleRoutes.load()),
                        _ -> {});
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                                        .setArgs(
                                                List.of(
                                                        "--no-sandbox",
                                                        "--disable-gpu",
                                                        "--disable-quic",
                                                        "--no-first-run",
                                                        "--disable-background-networking",
                                                        "--disable-component-update",
                                                        "--disable-sync")));
    }

    @AfterAll
    void stop() {
        browser.close();
        playwright.close();
        server.close();
    }

    @Test
    void theTokenOpensTheConsole() {
        try (Page page = browser.newPage()) {
            List<String> problems = new ArrayList<>();
            page.onConsoleMessage(m -> {
                if (m.type().equals("error")) problems.add(m.text());
            });
            page.onPageError(problems::add);
            page.navigate(server.uri() + "/");
            page.getByLabel("Token").fill(token);
            page.locator("#sign-in-form button").click();
            PlaywrightAssertions.assertThat(page.locator("#health")).hasText("ready for calls");
            PlaywrightAssertions.assertThat(page.locator("#calls-empty")).isVisible();
            page.screenshot(
                    new Page.ScreenshotOptions()
                            .setPath(Path.of("/tmp/adm/shot.png"))
                            .setFullPage(true));
            assertThat(problems).isEmpty();
        }
    }
}
