package antiphon.ivr.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import antiphon.ivr.expression.CelExpressions;
import antiphon.ivr.flow.CheckContext;
import antiphon.ivr.flow.Flow;
import antiphon.ivr.flow.FlowParser;
import antiphon.ivr.flow.Timing;
import antiphon.ivr.run.FlowRelease;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Tests of flows must be able to fail, and then say where.
class FlowTestsTest {
    private static final String FLOW =
            """
            title: Test
            languages: [en]
            nodes:
              start:
                - play: welcome
                - menu: question
                  keys: {1: [{play: one}, hang_up]}
                  otherwise: hang_up
            """;

    @Test
    void theLadderMarksTheFirstDifference() {
        String fault = fault("- hears: welcome", "- presses: 1", "- hears: two", "- hears: three");
        assertThat(fault)
                .startsWith("test.yaml:7:9: hears two: the call is over")
                .contains("▶ en/welcome", "key 1", "▶ en/one", "> 00:01.000  hears two");
    }

    @Test
    void whatIsNotHeardIsAFault() {
        assertThat(fault("- hears: nothing-of-the-kind")).contains("hears nothing-of-the-kind");
    }

    @Test
    void hearingNothingIsAFaultWhileThereIsSomething() {
        assertThat(fault("- hears: welcome", "- hears_nothing")).contains("still hears something");
        assertThat(fault("- hears: question", "- silent: 1s", "- hears_nothing")).isEmpty();
        assertThat(fault("- hears: welcome", "- silent: 1s", "- hears_nothing"))
                .contains("heard en/question");
    }

    @Test
    void anUnlistedPromptIsAFaultOnlyIfTheTestIsStrict() {
        assertThat(fault("- hears: question")).isEmpty();
        assertThat(run("strict: true", "- hears: question"))
                .contains("heard en/welcome instead of question");
    }

    @Test
    void aWrongNodeAndAWrongExpectationAreFaults() {
        assertThat(fault("- hears: welcome", "- node: start")).isEmpty();
        assertThat(fault("- hears: welcome", "- node: elsewhere")).contains("node elsewhere");
        assertThat(fault("- hears: welcome", "- expect: mailbox(\"1\").messages == 1"))
                .contains("expect mailbox(\"1\").messages == 1: it is not so");
    }

    @Test
    void theEndOfTheCallIsSeenByBothSides() {
        assertThat(fault("- hears: question", "- presses: 1", "- ends")).isEmpty();
        assertThat(fault("- hears: question", "- presses: 1", "- silent: 10s", "- hangs_up"))
                .contains("the server has hung up");
        assertThat(fault("- hears: question", "- presses: 1", "- silent: 10s", "- presses: 1"))
                .contains("the call is over");
    }

    @Test
    void timesCountFromWhatIsHeard() {
        assertThat(fault("- hears: welcome", "- after: 400ms", "- presses: 1", "- hears: one"))
                .isEmpty();
        // The question ends after two seconds and is waited on for five.
        assertThat(fault("- hears: question", "- silent: 4900ms", "- hears_nothing")).isEmpty();
        assertThat(fault("- hears: question", "- silent: 5100ms", "- hears_nothing"))
                .contains("heard en/question");
    }

    @Test
    void aMonkeyThatBreaksTheRuleIsNamedByItsNumberAndReplayedByItsSeed() {
        String test =
                """
                flow: flow
                tests:
                  - name: monkeys
                    monkey: {calls: 50, seed: 3, keys: "12", silence: 10%, hang_up: 10%}
                    always: call.duration < duration("3s")
                """;
        String first = run(test).results().getFirst().fault().orElse("");
        assertThat(first).contains("of the monkey: call.duration < duration(\"3s\") is not so");
        assertThat(run(test).results().getFirst().fault().orElse("")).isEqualTo(first);
    }

    @Test
    void aWrongTestFileIsRefusedWithItsPlaces() {
        FlowTests.Report report =
                run(
                        """
                        flow: flow
                        tests:
                          - name: wrong
                            at: tomorrow
                            call:
                              - presses: "12x"
                              - whistles
                              - silent: 5
                              - expect: call.answered == 1
                          - name: neither
                        """);
        assertThat(report.passed()).isFalse();
        assertThat(report.results()).isEmpty();
        assertThat(report.problems())
                .extracting(problem -> problem.position().line() + " " + problem.code())
                .contains("4 T001", "6 T004", "7 T006", "8 Y017", "9 T005", "10 T002");
    }

    @Test
    void aFlowThatDoesNotExistIsAFault() {
        FlowTests.Report report = run("flow: none\ntests:\n  - name: a\n    call: [hangs_up]\n");
        assertThat(report.passed()).isFalse();
    }

    private static String fault(String... lines) {
        return run("strict: false", lines);
    }

    private static String run(String option, String... lines) {
        StringBuilder test = new StringBuilder("flow: flow\ntests: \n  - name: call\n    ");
        test.append(option.equals("strict: false") ? "call:\n" : option + "\n    call:\n");
        for (String line : lines) {
            test.append("      ").append(line).append('\n');
        }
        FlowTests.Report report = run(test.toString());
        assertThat(report.problems()).isEmpty();
        return report.results().getFirst().fault().orElse("");
    }

    private static FlowTests.Report run(String test) {
        CheckContext context =
                new CheckContext(
                        new CelExpressions(),
                        SimPrompts.INDEX,
                        SimPrompts.WORLD,
                        Timing.SERVER_DEFAULT);
        Flow flow = FlowParser.parse("flow.yaml", FLOW, context).flow().orElseThrow();
        FlowRelease release = new FlowRelease(Map.of("flow", flow), SimPrompts.ALL);
        return new FlowTests(release, new CelExpressions()).run("test.yaml", test);
    }
}
