package antiphon.endtoend;

import antiphon.bench.sound.Wav;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The admin HTTP of a server under test.
final class Api implements AutoCloseable {
    static final String PIN = "2580";

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;
    private final String token;

    Api(String url, String token) {
        this.url = url;
        this.token = token;
    }

    @SuppressWarnings("ArrayRecordComponent") // replies are never compared
    record Reply(int status, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return JSON.readTree(body);
        }
    }

    record Message(
            String id, long durationMillis, String callerNumber, String state, String ending) {}

    Reply get(String path) {
        return send("GET", path, BodyPublishers.noBody(), "application/json");
    }

    Reply delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody(), "application/json");
    }

    Reply post(String path, String json) {
        return send("POST", path, BodyPublishers.ofString(json), "application/json");
    }

    Reply patch(String path, String json) {
        return send("PATCH", path, BodyPublishers.ofString(json), "application/json");
    }

    Reply put(String path, byte[] body, String type) {
        return send("PUT", path, BodyPublishers.ofByteArray(body), type);
    }

    Reply putFlow(String name, String yaml) {
        return put(
                "/api/v1/flows/" + name, yaml.getBytes(StandardCharsets.UTF_8), "application/yaml");
    }

    private Reply send(String method, String path, BodyPublisher body, String type) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + path))
                        .timeout(Duration.ofSeconds(20))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", type)
                        .method(method, body)
                        .build();
        try {
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Makes a mailbox with the PIN 2580, unless it is there.
    void makeMailbox(String number) {
        Reply reply =
                post(
                        "/api/v1/mailboxes",
                        "{\"number\":\"%s\",\"pin\":\"%s\",\"name\":\"Ann\",\"language\":\"en\"}"
                                .formatted(number, PIN));
        if (reply.status() != 201 && reply.status() != 409) {
            throw new AssertionError(
                    "mailbox " + number + ": " + reply.status() + " " + reply.text());
        }
    }

    List<Message> messages(String box) {
        Reply reply = get("/api/v1/mailboxes/" + box + "/messages");
        if (reply.status() != 200) {
            throw new AssertionError(
                    "messages of " + box + ": " + reply.status() + " " + reply.text());
        }
        return reply.json()
                .valueStream()
                .map(node ->
                        new Message(
                                node.path("id").asString(),
                                node.path("durationMillis").asLong(),
                                node.path("callerNumber").asString(""),
                                node.path("state").asString(),
                                node.path("ending").asString("")))
                .toList();
    }

    /// Waits for this many messages in the box.
    List<Message> awaitMessages(String box, int count, Duration within) {
        if (!Eventually.holds(within, () -> messages(box).size() >= count)) {
            throw new AssertionError(
                    "%d messages in box %s, not %d, after %s: %s"
                            .formatted(messages(box).size(), box, count, within, messages(box)));
        }
        return messages(box);
    }

    /// The audio of a message: 8 kHz mono.
    short[] audio(String box, String id) {
        Reply reply = get("/api/v1/mailboxes/" + box + "/messages/" + id + "/audio");
        if (reply.status() != 200) {
            throw new AssertionError("audio of " + id + ": " + reply.status() + " " + reply.text());
        }
        try {
            return Wav.read(reply.body(), "message " + id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ids of the calls that this caller has at the moment.
    List<String> callsOf(String caller) {
        return get("/api/v1/calls")
                .json()
                .valueStream()
                .filter(call -> call.path("caller").asString("").equals(caller))
                .map(call -> call.path("id").asString())
                .toList();
    }

    boolean awaitNoCallOf(String caller, Duration within) {
        return Eventually.holds(within, () -> callsOf(caller).isEmpty());
    }

    @Override
    public void close() {
        client.close();
    }
}
