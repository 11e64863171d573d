package antiphon.ivr;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The flows in our jar, beside this class.
final class ShippedFlows {
    /// Their names; those with tests have a `NAME.test.yaml` too.
    static final List<String> NAMES =
            List.of("main", "voicemail", "deposit", "conference", "music", "echo");

    private ShippedFlows() {}

    static String text(String name) {
        return resource("flows/" + name + ".yaml");
    }

    static String resource(String path) {
        try (InputStream in = ShippedFlows.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is missing in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
