package antiphon.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What went wrong, for people and programs (RFC 9457).
///
/// @param detail what, where, and what is allowed
/// @param field the field of the body that is wrong
/// @param allowed what that field may be
/// @param problems each complaint about a text of several lines, as a flow
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String field,
        @Nullable String allowed,
        List<Line> problems) {
    static final String CONTENT_TYPE = "application/problem+json";

    /// One complaint about a text, with its place in it.
    ///
    /// @param file which text, as `flows/main.yaml`
    /// @param severity `error` or `warning`
    record Line(String file, int line, int column, String severity, String code, String message) {

        static List<Line> of(List<antiphon.ivr.yaml.Problem> problems) {
            return problems.stream().map(Line::of).toList();
        }

        private static Line of(antiphon.ivr.yaml.Problem problem) {
            return new Line(
                    problem.position().file(),
                    problem.position().line(),
                    problem.position().column(),
                    problem.severity().name().toLowerCase(Locale.ROOT),
                    problem.code(),
                    problem.message());
        }
    }

    static Problem of(int status, String detail) {
        return new Problem(
                "about:blank",
                HttpStatus.forStatus(status).getMessage(),
                status,
                detail,
                null,
                null,
                List.of());
    }

    Problem at(String field, String allowed) {
        return new Problem(type, title, status, detail, field, allowed, problems);
    }

    Problem with(List<Line> lines) {
        return new Problem(type, title, status, detail, field, allowed, lines);
    }

    void answer(Context context) {
        String json = context.jsonMapper().toJsonString(this, Problem.class);
        context.status(status).result(json.getBytes(StandardCharsets.UTF_8));
        Resource.type(context, CONTENT_TYPE);
    }

    static ProblemException notFound(String what) {
        return new ProblemException(of(404, "there is no " + what));
    }

    static ProblemException conflict(String detail) {
        return new ProblemException(of(409, detail));
    }

    static ProblemException badRequest(String detail) {
        return new ProblemException(of(400, detail));
    }

    static ProblemException wrongField(String field, String problem, String allowed) {
        return new ProblemException(
                of(422, field + " " + problem + "; allowed: " + allowed).at(field, allowed));
    }

    static ProblemException tooLarge(long bytesMax) {
        return new ProblemException(of(413, "the body is larger than " + bytesMax + " bytes"));
    }
}
