package antiphon.bench.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// The little of the admin HTTP that load needs: mailboxes to call.
final class Admin {
    private static final int CREATED = 201;
    private static final int CONFLICT = 409;

    private final String url;
    private final Token token;

    record Token(String text) {}

    Admin(String url, Token token) {
        this.url = url;
        this.token = token;
    }

    /// Makes the mailbox unless it is there.
    void makeMailbox(String number) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/api/v1/mailboxes"))
                        .timeout(Duration.ofSeconds(10))
                        .header("Authorization", "Bearer " + token.text)
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"number\":\"%s\",\"pin\":\"2580\",\"name\":\"Load\",\"language\":\"en\"}"
                                                .formatted(number)))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2 && response.statusCode() != CONFLICT) {
                throw new IOException(
                        "mailbox %s not made: %d %s, wanted %d"
                                .formatted(
                                        number, response.statusCode(), response.body(), CREATED));
            }
        }
    }
}
