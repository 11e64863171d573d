package antiphon.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The description of the interface is true.
@TestInstance(Lifecycle.PER_CLASS)
final class OpenApiTest {
    private House house;
    private JsonNode document;

    @BeforeAll
    void open(@TempDir Path state) throws Exception {
        house = new House(state);
        document = house.client.get("/api/openapi.json").json();
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void everyPathAndMethodThatIsServedIsDescribedAndNoOther() {
        Set<String> described = new TreeSet<>();
        document.path("paths")
                .forEachEntry((path, methods) ->
                        methods.propertyNames()
                                .forEach(method ->
                                        described.add(
                                                method.toUpperCase(Locale.ROOT) + " " + path)));
        Set<String> served = new TreeSet<>(house.endpoints);
        served.removeIf(
                endpoint -> endpoint.startsWith("GET /console/") || endpoint.startsWith("BEFORE"));

        assertThat(described).isEqualTo(served);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(document.findValuesAsString("$ref"))
                .isNotEmpty()
                .allSatisfy(reference ->
                        assertThat(document.at(reference.substring(1)).isMissingNode())
                                .as(reference)
                                .isFalse());
    }

    @Test
    void theFieldsOfAMailboxAreThoseDescribed() throws Exception {
        var made =
                house.client.send(
                        "POST",
                        "/api/v1/mailboxes",
                        document.at("/components/schemas/NewMailbox/example").toString());

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().propertyNames())
                .containsExactlyInAnyOrderElementsOf(properties("Mailbox"));
    }

    @Test
    void theFieldsOfAPromptAreThoseDescribed() throws Exception {
        JsonNode first = house.client.get("/api/v1/prompts").json().get(0);

        assertThat(first.propertyNames()).containsExactlyInAnyOrderElementsOf(properties("Prompt"));
    }

    private Iterable<String> properties(String schema) {
        return document.at("/components/schemas/" + schema + "/properties").propertyNames();
    }
}
