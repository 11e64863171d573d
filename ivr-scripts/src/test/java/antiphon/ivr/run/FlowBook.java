package antiphon.ivr.run;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.ivr.expression.CelExpressions;
import antiphon.ivr.flow.CheckContext;
import antiphon.ivr.flow.Flow;
import antiphon.ivr.flow.FlowParser;
import antiphon.ivr.flow.ParsedFlow;
import antiphon.ivr.flow.Timing;
import antiphon.ivr.simulation.FlowTests;
import antiphon.ivr.simulation.SimPrompts;
import antiphon.ivr.world.PromptSource;
import antiphon.media.AudioClip;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Small flows, the prompts they name, and calls through them.
final class FlowBook {
    private final Map<String, Set<String>> missing = new HashMap<>();
    private final Map<String, Flow> flows = new HashMap<>();

    /// Every prompt exists in every language, one second long, except these.
    FlowBook without(String language, String... ids) {
        missing.computeIfAbsent(language, _ -> new HashSet<>()).addAll(List.of(ids));
        return this;
    }

    /// @param nodes the lines under `nodes:`, without indent
    FlowBook flow(String name, String head, String nodes) {
        String text = "title: Test\n" + head + "\nnodes:\n" + nodes.indent(2);
        if (!head.contains("languages:")) {
            text = "languages: [en]\n" + text;
        }
        ParsedFlow parsed = FlowParser.parse(name + ".yaml", text, context());
        assertThat(parsed.flow()).as("%s\n%s", parsed.problems(), text).isPresent();
        flows.put(name, parsed.flow().orElseThrow());
        return this;
    }

    FlowBook flow(String nodes) {
        return flow("flow", "", nodes);
    }

    /// Fails with the ladder if the call goes otherwise.
    void call(String... lines) {
        callWith("{}", lines);
    }

    /// Every prompt must be listed.
    void strictCall(String... lines) {
        run("    strict: true\n", lines);
    }

    void callWith(String with, String... lines) {
        run(with.equals("{}") ? "" : "    with: " + with + "\n", lines);
    }

    private void run(String head, String... lines) {
        StringBuilder test = new StringBuilder("flow: flow\ntests:\n  - name: call\n");
        test.append(head).append("    call:\n");
        for (String line : lines) {
            test.append("      - ").append(line).append('\n');
        }
        FlowTests.Report report =
                new FlowTests(new FlowRelease(flows, new Spoken()), new CelExpressions())
                        .run("call.test.yaml", test.toString());
        assertThat(report.problems()).isEmpty();
        assertThat(report.results().getFirst().fault().orElse("")).isEmpty();
    }

    private boolean exists(String language, String id) {
        return !missing.getOrDefault(language, Set.of()).contains(id);
    }

    private CheckContext context() {
        return new CheckContext(
                new CelExpressions(), SimPrompts.INDEX, SimPrompts.WORLD, Timing.SERVER_DEFAULT);
    }

    private final class Spoken implements PromptSource {
        @Override
        public @Nullable AudioClip find(String language, String id) {
            return exists(language, id) ? SimPrompts.ALL.find(language, id) : null;
        }

        @Override
        public List<String> number(String language, long number) {
            return SimPrompts.ALL.number(language, number);
        }

        @Override
        public List<String> duration(String language, Duration duration) {
            return SimPrompts.ALL.duration(language, duration);
        }
    }
}
