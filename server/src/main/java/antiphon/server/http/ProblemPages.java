package antiphon.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What Jetty refuses before any route sees it, headers that are too long for instance, is a
/// problem document as well.
final class ProblemPages extends ErrorHandler {
    private static final HttpField TYPE =
            new HttpField(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);

    private final JsonMapper json;

    ProblemPages(JsonMapper json) {
        this.json = json;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int status,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        response.getHeaders().put(TYPE);
        response.write(true, body(status, message), callback);
    }

    private ByteBuffer body(int status, @Nullable String message) {
        Problem problem =
                Problem.of(status, message == null ? "this request is not served" : message);
        return ByteBuffer.wrap(json.writeValueAsString(problem).getBytes(StandardCharsets.UTF_8));
    }
}
