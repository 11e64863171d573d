package antiphon.ivr.run;

import org.junit.jupiter.api.Test;

class FlowRunTest {
    private static final String TELL =
            """
            tell:
              - play: sorry-menu
              - hang_up
            """;

    @Test
    void anErrorGoesToTheStepsOwnHandlerFirst() {
        new FlowBook()
                .without("en", "gone")
                .flow(
                        "flow",
                        "on_error: tell",
                        """
                        start:
                          - play: gone
                            on_error: [{play: from-the-step}]
                          - play: behind
                          - hang_up
                        """
                                + TELL)
                .call("hears: [from-the-step, behind]", "ends", "expect: \"!call.failed\"");
    }

    @Test
    void anErrorWithoutAHandlerOfItsOwnGoesToTheFlows() {
        new FlowBook()
                .without("en", "gone")
                .flow("flow", "on_error: tell", "start: [{play: gone}]\n" + TELL)
                .call("hears: sorry-menu", "ends", "expect: \"!call.failed\"");
    }

    @Test
    void aSecondErrorInTheSameFlowGoesToTheServer() {
        new FlowBook()
                .without("en", "gone")
                .flow(
                        "flow",
                        "on_error: tell",
                        """
                        start: [answer, {play: gone}]
                        tell:
                          - play: sorry
                          - play: gone
                        """)
                .call("hears: [sorry, technical-problem]", "ends", "expect: call.failed");
    }

    @Test
    void anErrorBeforeTheAnswerRefusesTheCall() {
        new FlowBook()
                .without("en", "gone")
                .flow("start: [{play: gone}]")
                .call("ends", "expect: call.rejected == 500 && !call.answered");
    }

    @Test
    void whenEvenTheApologyIsMissingThereIsATone() {
        new FlowBook()
                .without("en", "gone", "technical-problem")
                .flow("start: [answer, {play: gone}]")
                .call("hears: tone/congestion", "ends");
    }

    @Test
    void anErrorOfASubFlowIsOneOfTheStepThatCalledIt() {
        new FlowBook()
                .without("en", "gone")
                .flow("inner", "", "start: [{play: gone}]")
                .flow(
                        """
                        start:
                          - call: inner
                            on_error: [{play: inner-failed}]
                          - play: "behind"
                          - hang_up
                        """)
                .call("hears: [inner-failed, behind]");
    }

    @Test
    void anErrorTellsItsName() {
        new FlowBook()
                .without("en", "gone")
                .flow(
                        """
                        start:
                          - play: gone
                            on_error:
                              - play: prompt-error
                                when: error.name == "error.prompt" && error.node == "start"
                          - hang_up
                        """)
                .call("hears: prompt-error");
    }

    @Test
    void anExpressionWithoutAValueIsAnError() {
        new FlowBook()
                .flow(
                        "flow",
                        "vars: {n: 0}",
                        """
                        start:
                          - play: {number: "${1 / n}"}
                            on_error: [{play: no-number}]
                          - hang_up
                        """)
                .call("hears: no-number");
    }

    @Test
    void aSubFlowGivesBackValuesAndKnowsNothingOfItsCallersVariables() {
        new FlowBook()
                .flow(
                        "inner",
                        "inputs: {given: text}\nreturns: {result: text}\nvars: {mine: own}",
                        """
                        start:
                          - return: {result: "${given}2"}
                        """)
                .flow(
                        "flow",
                        "vars: {mine: \"7\"}",
                        """
                        start:
                          - call: inner
                            with: {given: "${mine}"}
                            into: {mine: result}
                          - play: {digits: "${mine}"}
                          - hang_up
                        """)
                .call("hears: [digits/7, digits/2]");
    }

    @Test
    void anInputHasTheTypeItsFlowDeclares() {
        new FlowBook()
                .flow(
                        "inner",
                        "inputs: {tries: number}",
                        """
                        start:
                          - play: {number: "${tries + 1}"}
                        """)
                .flow("start: [answer, {call: inner, with: {tries: 3}}, hang_up]")
                .call("hears: number-4", "ends", "expect: \"!call.failed\"");
    }

    @Test
    void keysTypedAheadReachTheSubFlow() {
        new FlowBook()
                .flow(
                        "inner",
                        "",
                        """
                        start:
                          - menu: inner-question
                            keys: {2: [{play: two}, return]}
                            otherwise: hang_up
                        """)
                .flow(
                        """
                        start:
                          - menu: question
                            keys: {1: [{call: inner}]}
                            otherwise: hang_up
                          - play: after
                          - hang_up
                        """)
                .call("hears: question", "presses: 12", "hears: [two, after]");
    }

    @Test
    void flowsThatCallEachOtherTooDeepAreStopped() {
        new FlowBook()
                .flow("again-a", "", "start: [answer, {call: again-b}]")
                .flow("again-b", "", "start: [{call: again-a}]")
                .flow("start: [{call: again-a}]")
                .call("hears: technical-problem", "ends", "expect: call.failed");
    }

    @Test
    void aNodeThatComesRoundWithoutAKeyIsALoop() {
        new FlowBook()
                .flow(
                        "flow",
                        "on_error: tell",
                        """
                        start:
                          - play: round
                          - wait: 1s
                          - go: start
                        """
                                + TELL)
                .call("hears: [round, round, round, sorry-menu]", "ends");
    }

    @Test
    void aCallThatLastsTooLongIsEnded() {
        new FlowBook()
                .flow(
                        """
                        start: [answer, {wait: 10m}, {wait: 10m}, {wait: 10m}, {go: more}]
                        more: [{wait: 10m}, {wait: 10m}, {wait: 10m}, {wait: 1s}, {play: never}]
                        """)
                .call("hears: technical-problem", "ends", "expect: call.failed");
    }

    @Test
    void theSecondErrorOfASubFlowIsNotItsCallersToHandle() {
        new FlowBook()
                .without("en", "gone")
                .flow(
                        "inner",
                        "on_error: tell",
                        """
                        start: [answer, {play: gone}]
                        tell: [{play: gone}]
                        """)
                .flow(
                        """
                        start:
                          - call: inner
                            on_error: [{play: handled}, hang_up]
                          - hang_up
                        """)
                .strictCall("hears: technical-problem", "ends", "expect: call.failed");
    }

    @Test
    void musicDoesNotCountAsTheFlowsTime() {
        new FlowBook()
                .flow(
                        """
                        start:
                          - music: default
                            for: 90m
                          - play: still-here
                          - hang_up
                        """)
                .call("hears: [music/default, still-here]", "ends", "expect: \"!call.failed\"");
    }

    @Test
    void chooseTakesTheFirstThatHolds() {
        new FlowBook()
                .flow(
                        "flow",
                        "vars: {n: 2}",
                        """
                        start:
                          - choose:
                            - when: n == 1
                              go: one
                            - when: n == 2
                              do: [{play: two}]
                            - go: one
                          - play: behind
                          - hang_up
                        one: [{play: one}, hang_up]
                        """)
                .call("hears: [two, behind]");
    }

    @Test
    void anAssignmentSeesTheOneBeforeIt() {
        new FlowBook()
                .flow(
                        "flow",
                        "vars: {a: 1, b: 1}",
                        """
                        start:
                          - set: {a: "${a + 1}", b: "${a + 1}"}
                          - play: [{number: "${a}"}, {number: "${b}"}]
                          - hang_up
                        """)
                .call("hears: [number-2, number-3]");
    }

    @Test
    void aPromptMissingInTheLanguageIsHeardInTheNextBestOne() {
        new FlowBook()
                .without("de-AT", "one", "two", "three")
                .without("de", "two", "three")
                .flow(
                        "flow",
                        "languages: [en, de-AT]",
                        """
                        start:
                          - language: de-AT
                          - play: [zero, one, two]
                          - hang_up
                        """)
                .call("hears: [de-AT/zero, de/one, en/two]");
    }

    @Test
    void rejectRefusesTheCall() {
        new FlowBook()
                .flow("start: [{reject: 486}]")
                .call("ends", "expect: call.rejected == 486 && !call.answered");
    }

    @Test
    void aFlowThatEndsWithoutAnAnswerNeverAnswers() {
        new FlowBook().flow("start: [hang_up]").call("ends", "expect: \"!call.answered\"");
    }

    @Test
    void aPlayWithoutBargeInIsNotCutAndForgetsTheKeys() {
        new FlowBook()
                .flow(
                        """
                        start:
                          - play: legal-notice
                            barge_in: false
                          - menu: question
                            keys: {1: [{play: one}, hang_up]}
                            otherwise: [{play: nothing-pressed}, hang_up]
                            attempts: 1
                        """)
                .call(
                        "hears: legal-notice",
                        "after: 500ms",
                        "presses: 1",
                        "hears: [question, nothing-pressed]");
    }

    @Test
    void waitingKeepsTheKeys() {
        new FlowBook()
                .flow(
                        """
                        start:
                          - answer
                          - wait: 5s
                          - menu: question
                            keys: {1: [{play: one}, hang_up]}
                            otherwise: hang_up
                        """)
                .call("silent: 1s", "presses: 1", "hears: one");
    }

    @Test
    void aRecordingIsHeardAgainAndGoneWithTheCall() {
        new FlowBook()
                .flow(
                        "flow",
                        "vars: {comment: none}",
                        """
                        start:
                          - record: comment
                            prompt: speak-now
                            max: 30s
                            on_empty: [{play: empty}]
                          - play: [you-said, {recording: "${comment}"}]
                          - hang_up
                        """)
                .call(
                        "hears: [speak-now, beep]",
                        "silent: 100ms",
                        "speaks: 3s",
                        "presses: pound",
                        "hears: [you-said, recording-1.wav]",
                        "ends");
    }

    @Test
    void aRecordingTooShortIsEmpty() {
        new FlowBook()
                .flow(
                        "flow",
                        "vars: {comment: none}",
                        """
                        start:
                          - record: comment
                            min: 2s
                            on_empty: [{play: empty}]
                          - hang_up
                        """)
                .call("hears: beep", "silent: 1s", "presses: pound", "hears: empty");
    }

    @Test
    void aRecordingForgetsTheKeysTypedBefore() {
        new FlowBook()
                .flow(
                        "flow",
                        "vars: {comment: none}",
                        """
                        start:
                          - answer
                          - wait: 1s
                          - record: comment
                            beep: false
                            max: 2s
                          - play: {recording: "${comment}"}
                          - menu: question
                            keys: {1: [{play: one}, hang_up]}
                            otherwise: hang_up
                        """)
                .call("presses: 1", "hears: [recording-1.wav, question]", "hangs_up");
    }

    @Test
    void aConferenceForgetsTheKeysTypedBefore() {
        new FlowBook()
                .flow(
                        """
                        start:
                          - answer
                          - wait: 1s
                          - conference: lobby
                            on_removed: [{play: removed}]
                          - menu: question
                            keys: {1: [{play: one}, hang_up]}
                            otherwise: hang_up
                        """)
                .call(
                        "presses: 1",
                        "hears: conference/lobby",
                        "silent: 1s",
                        "removed",
                        "hears: [removed, question]",
                        "hangs_up");
    }

    @Test
    void theKeyThatEndsMusicAnswersTheNextQuestion() {
        new FlowBook()
                .flow(
                        """
                        start:
                          - music: default
                          - menu: question
                            keys: {1: [{play: one}, hang_up]}
                            otherwise: hang_up
                        """)
                .strictCall("hears: music/default", "silent: 5s", "presses: 1", "hears: one");
    }
}
