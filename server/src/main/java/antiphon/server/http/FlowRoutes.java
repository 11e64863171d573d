package antiphon.server.http;

import antiphon.ivr.FlowLibrary;
import antiphon.ivr.FlowLibrary.Removal;
import antiphon.ivr.flow.ParsedFlow;
import antiphon.ivr.yaml.YamlReader;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;

/// The flows that calls run. A text with an error is refused with the place of each error, and the
/// old one stays.
final class FlowRoutes implements Routes {
    private static final String ALL = "/api/v1/flows";
    private static final String ONE = ALL + "/{name}";
    private static final String YAML = "application/yaml";

    /// Until administrators have names of their own.
    private static final String AUTHOR = "administrator";

    private final FlowLibrary flows;

    FlowRoutes(FlowLibrary flows) {
        this.flows = flows;
    }

    /// @param shipped it came with the server
    /// @param version of a saved flow, from 1; 0 for a shipped one
    /// @param errors prompts that are gone; at these places calls hear of a technical problem
    record View(
            String name,
            String title,
            List<String> languages,
            boolean shipped,
            int version,
            List<Problem.Line> errors,
            List<Problem.Line> warnings) {
        static View of(FlowLibrary.Entry entry) {
            return new View(
                    entry.name(),
                    entry.flow().title(),
                    entry.flow().languages(),
                    entry.shipped(),
                    entry.version(),
                    lines(entry, true),
                    lines(entry, false));
        }

        private static List<Problem.Line> lines(FlowLibrary.Entry entry, boolean errors) {
            return Problem.Line.of(
                    entry.problems().stream().filter(one -> one.isError() == errors).toList());
        }
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(ALL, context -> context.json(flows.list().stream().map(View::of).toList()));
        routes.get(ONE, this::read);
        routes.put(ONE, this::put);
        routes.delete(ONE, this::delete);
    }

    private void read(Context context) {
        FlowLibrary.Entry entry = find(context.pathParam("name"));
        String accept = context.header("Accept");
        if (accept != null && accept.contains("application/json")) {
            context.json(View.of(entry));
        } else {
            context.contentType(YAML + "; charset=utf-8").result(entry.text());
        }
    }

    private void put(Context context) throws IOException {
        String name = context.pathParam("name");
        ParsedFlow parsed = flows.put(name, Body.text(context, YamlReader.BYTES_MAX), AUTHOR);
        if (parsed.flow().isEmpty()) {
            List<Problem.Line> lines = Problem.Line.of(parsed.problems());
            long errors = lines.stream().filter(line -> line.severity().equals("error")).count();
            String detail =
                    "flow %s has %d error%s; what was live before stays live"
                            .formatted(name, errors, errors == 1 ? "" : "s");
            throw new ProblemException(Problem.of(422, detail).with(lines));
        }
        context.json(View.of(find(name)));
    }

    private void delete(Context context) {
        String name = context.pathParam("name");
        switch (flows.remove(name)) {
            case Removal.Removed() -> context.status(204);
            case Removal.NotFound() -> {
                find(name);
                throw Problem.conflict("flow " + name + " came with the server and stays");
            }
            case Removal.InUse(var problems) ->
                    throw new ProblemException(
                            Problem.of(409, "flow " + name + " is needed by other flows")
                                    .with(Problem.Line.of(problems)));
        }
    }

    private FlowLibrary.Entry find(String name) {
        return flows.find(name).orElseThrow(() -> Problem.notFound("flow " + name));
    }
}
