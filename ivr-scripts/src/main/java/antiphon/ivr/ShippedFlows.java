package antiphon.ivr;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The flows in our jar, beside this class.
public final class ShippedFlows {
    /// Their names; those with tests have a `NAME.test.yaml` too.
    static final List<String> NAMES =
            List.of("main", "voicemail", "deposit", "conference", "music", "echo");

    private ShippedFlows() {}

    static String text(String name) {
        return resource("flows/" + name + ".yaml");
    }

    /// The tests of a shipped flow; most have some.
    public static Optional<String> tests(String name) {
        return find("flows/" + name + ".test.yaml");
    }

    static String resource(String path) {
        return find(path)
                .orElseThrow(() -> new IllegalStateException(path + " is missing in the jar"));
    }

    private static Optional<String> find(String path) {
        try (InputStream in = ShippedFlows.class.getResourceAsStream(path)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
