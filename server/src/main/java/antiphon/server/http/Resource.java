package antiphon.server.http;

import io.javalin.http.Context;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Files that come with the server.
final class Resource {
    private Resource() {}

    /// Sets a media type that has no `charset` parameter, as problem documents and audio: the
    /// server would add one.
    static void type(Context context, String type) {
        context.res().setCharacterEncoding((String) null);
        context.contentType(type);
    }

    /// @param name relative to this package
    static byte[] bytes(String name) {
        try (InputStream in = Resource.class.getResourceAsStream(name)) {
            if (in == null) throw new FileNotFoundException(name);
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
