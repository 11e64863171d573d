package antiphon.ivr.run;

import org.junit.jupiter.api.Test;

class QuestionsTest {

    @Test
    void aMenuIsHeardAsOftenAsItHasAttemptsAndThenGoesOn() {
        new FlowBook()
                .flow(
                        """
                        start:
                          - menu: question
                            reprompt: {1: second, 2: third}
                            no_input: silence
                            attempts: 3
                            keys: {1: hang_up}
                            otherwise: [{play: at-the-end}, hang_up]
                        """)
                .call(
                        "hears: [question, silence, second, silence, third, at-the-end]",
                        "ends",
                        "expect: \"!call.failed\"");
    }

    @Test
    void whoSaidNothingTheLastTimeIsNotAskedWhetherHeIsThere() {
        new FlowBook()
                .flow(
                        """
                        start:
                          - menu: question
                            no_input: silence
                            attempts: 1
                            keys: {1: hang_up}
                            otherwise: [{play: at-the-end}, hang_up]
                        """)
                .strictCall("hears: [question, at-the-end]", "ends");
    }

    @Test
    void aWrongPinForgetsWhatWasTypedBehindIt() {
        new FlowBook()
                .flow(
                        """
                        start:
                          - answer
                          - wait: 3s
                          - pin: mailbox 1001
                            prompt: enter-pin
                            no_match: pin-wrong
                            otherwise: hang_up
                          - play: inside
                        """)
                .callWith(
                        "{mailboxes: {1001: {pin: \"2580\"}}}",
                        "presses: \"1111#2580#\"",
                        "hears: [pin-wrong, enter-pin]",
                        "silent: 2s",
                        "hears_nothing");
    }

    @Test
    void aWrongAnswerIsCalledWrongAlsoTheLastTime() {
        new FlowBook()
                .flow(
                        """
                        start:
                          - menu: question
                            no_match: {1: wrong, 2: very-wrong}
                            attempts: 2
                            keys: {1: hang_up}
                            otherwise: [{play: at-the-end}, hang_up]
                        """)
                .call(
                        "hears: question",
                        "presses: 5",
                        "hears: [wrong, question]",
                        "presses: 5",
                        "hears: [very-wrong, at-the-end]",
                        "ends");
    }

    @Test
    void aKeyDuringTheComplaintAnswersTheNextAttempt() {
        new FlowBook()
                .flow(
                        """
                        start:
                          - menu: question
                            no_match: wrong
                            keys: {1: [{play: one}, hang_up]}
                            otherwise: hang_up
                        """)
                .call("hears: question", "presses: 5", "hears: wrong", "presses: 1", "hears: one");
    }

    @Test
    void inlineStepsGoOnBehindTheMenu() {
        new FlowBook()
                .flow(
                        """
                        start:
                          - menu: question
                            keys: {1: [{play: one}]}
                            otherwise: hang_up
                          - play: behind
                          - hang_up
                        """)
                .call("hears: question", "presses: 1", "hears: [one, behind]", "ends");
    }

    @Test
    void againAsksAnewAndLosesNoAttempt() {
        new FlowBook()
                .flow(
                        """
                        start:
                          - menu: question
                            attempts: 1
                            keys: {1: [{play: one}, {go: again}], 2: hang_up}
                            otherwise: hang_up
                        """)
                .call(
                        "hears: question",
                        "presses: 1",
                        "hears: [one, question]",
                        "presses: 1",
                        "hears: [one, question]",
                        "presses: 2",
                        "ends");
    }

    @Test
    void backLeadsThroughTheMenusTheCallerCameThrough() {
        new FlowBook()
                .flow(
                        """
                        start:
                          - play: welcome
                          - menu: first
                            keys: {1: inner}
                            otherwise: hang_up
                        inner:
                          - menu: second
                            keys: {1: innermost, star: back}
                            otherwise: hang_up
                        innermost:
                          - play: deep
                          - go: back
                        """)
                .call(
                        "hears: [welcome, first]",
                        "presses: 1",
                        "hears: second",
                        "presses: 1",
                        "hears: [deep, second]",
                        "presses: star",
                        "hears: first", // and not the welcome again
                        "presses: 1",
                        "hears: second",
                        "hangs_up");
    }

    @Test
    void whoComesToAMenuAgainHasNotGoneDeeper() {
        new FlowBook()
                .flow(
                        """
                        start:
                          - menu: first
                            keys: {1: inner, star: back}
                            otherwise: hang_up
                        inner:
                          - menu: second
                            keys: {1: start, star: back}
                            otherwise: hang_up
                        """)
                .call(
                        "hears: first",
                        "presses: 1",
                        "hears: second",
                        "presses: 1", // the first menu, by its name
                        "hears: first",
                        "presses: 1",
                        "hears: second",
                        "presses: star",
                        "hears: first",
                        "presses: star", // there is no menu before it
                        "silent: 100ms",
                        "hears_nothing",
                        "ends");
    }

    @Test
    void whatWasPressedCanBeReadInTheNextNode() {
        new FlowBook()
                .flow(
                        """
                        start:
                          - menu: question
                            keys: {4XX: extension}
                            otherwise: hang_up
                        extension:
                          - play: [you-pressed, {digits: "${pressed}"}]
                          - hang_up
                        """)
                .call(
                        "hears: question",
                        "presses: 421",
                        "hears: [you-pressed, digits/4, digits/2, digits/1]");
    }

    @Test
    void aNumberIsTakenOnlyWhenItIsValid() {
        new FlowBook()
                .flow(
                        "flow",
                        "vars: {score: 0}",
                        """
                        start:
                          - collect: score
                            prompt: rate-us
                            digits: 1
                            valid: score >= 1 && score <= 5
                            no_match: not-that
                            otherwise: hang_up
                          - play: {number: "${score * 2}"}
                          - hang_up
                        """)
                .call(
                        "hears: rate-us",
                        "presses: 9",
                        "hears: [not-that, rate-us]",
                        "presses: 4",
                        "hears: number-8");
    }

    @Test
    void whatIsNotConfirmedIsAskedAgainAndNotAssigned() {
        new FlowBook()
                .flow(
                        "flow",
                        "vars: {account: none-yet}",
                        """
                        start:
                          - collect: account
                            prompt: enter
                            digits: 3
                            confirm: {prompt: [you-entered, {digits: "${account}"}], yes: 1, no: 2}
                            attempts: 2
                            otherwise: [{play: gave-up}]
                          - play: [result, {digits: "${account}"}]
                          - hang_up
                        """)
                .call(
                        "hears: enter",
                        "presses: 123",
                        "hears: [you-entered, digits/1, digits/2, digits/3]",
                        "presses: 2",
                        "hears: enter",
                        "presses: 456",
                        "hears: [you-entered, digits/4, digits/5, digits/6]",
                        "presses: 1",
                        "hears: [result, digits/4, digits/5, digits/6]");
    }

    @Test
    void aConfirmationWithoutAnAnswerIsANo() {
        new FlowBook()
                .flow(
                        "flow",
                        "vars: {account: none-yet}",
                        """
                        start:
                          - collect: account
                            prompt: enter
                            digits: 3
                            confirm: {prompt: is-it-right}
                            attempts: 2
                            otherwise: [{play: gave-up}, hang_up]
                          - play: result
                        """)
                .call(
                        "hears: enter",
                        "presses: 123",
                        "hears: [is-it-right, is-it-right, enter]",
                        "presses: 123",
                        "hears: [is-it-right, is-it-right, gave-up]");
    }

    @Test
    void aPinOpensAndItsRoleIsRead() {
        new FlowBook()
                .flow(
                        """
                        start:
                          - pin: mailbox 1001
                            prompt: enter-pin
                            no_match: pin-wrong
                            otherwise: hang_up
                          - play: inside
                            when: pin.role == "owner"
                          - hang_up
                        """)
                .callWith(
                        "{mailboxes: {1001: {pin: \"2580\"}}}",
                        "hears: enter-pin",
                        "presses: \"1111#\"",
                        "hears: [pin-wrong, enter-pin]",
                        "presses: \"2580#\"",
                        "hears: inside");
    }

    @Test
    void aLockedBoxSaysSoBeforeLookingAtThePin() {
        new FlowBook()
                .flow(
                        """
                        start:
                          - pin: mailbox 1001
                            prompt: enter-pin
                            attempts: 7
                            on_locked_out: [{play: locked}, hang_up]
                            otherwise: hang_up
                          - play: inside
                        """)
                .callWith(
                        "{mailboxes: {1001: {pin: \"2580\"}}}",
                        "presses: \"1111#1112#1113#1114#1115#\"",
                        "silent: 100ms",
                        "presses: \"2580#\"",
                        "hears: locked",
                        "ends");
    }
}
