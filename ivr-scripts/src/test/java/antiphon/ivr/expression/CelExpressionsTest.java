package antiphon.ivr.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CelExpressionsTest {
    private final CelExpressions expressions = new CelExpressions();
    private final FakeScope scope = new FakeScope();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    luhn(account) && score > 3                | true
                    luhn(card)                                | true
                    score in [1, 2]                           | false
                    account.startsWith('4')                   | true
                    account.matches('^4[0-9]+$')              | true
                    size(account) == 16                       | true
                    mailbox('1001').exists                    | true
                    mailbox('9').exists                       | false
                    mailbox('1001').messages == 3             | true
                    room('lobby').members < 3                 | true
                    room('lobby').announces_names             | false
                    now - call.started > duration('24m')      | true
                    call.headers['X-Priority'] == '1'         | true
                    call.headers['X-Missing'] == ''           | true
                    'x-PRIORITY' in call.headers              | true
                    comment == none                           | true
                    comment != none                           | false
                    int(account) > 3                          | true
                    setting('domain') == 'example.com'        | true
                    done ? score == 4 : false                 | true
                    """)
    void conditionsAreTrueOrFalse(String source, boolean truth) {
        assertThat(compiled(source).holds(scope)).isEqualTo(truth);
    }

    @Test
    void valuesKeepTheirType() {
        assertThat(compiled("score + 1").evaluate(scope)).isEqualTo(new Value.Whole(5));
        assertThat(compiled("string(score)").evaluate(scope)).isEqualTo(new Value.Text("4"));
        assertThat(compiled("duration('95s')").evaluate(scope))
                .isEqualTo(new Value.Span(Duration.ofSeconds(95)));
        assertThat(compiled("comment").evaluate(scope)).isEqualTo(Value.Recording.NONE);
    }

    @Test
    void namesReadAreKnown() {
        assertThat(compiled("luhn(account) && call.from == '1'").names())
                .containsExactlyInAnyOrder("account", "call.from");
    }

    @Test
    void onlyWhatIsReadIsLookedUp() {
        var exists = compiled("mailbox('1001').exists").holds(scope);
        assertThat(exists).isTrue();
        assertThat(scope.lookups).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    account == 1               | 8  | `==` can not take a text on the left and a number on the right; a number in quotes is text
                    acount == 'x'              | 0  | "acount" is not declared; variables are declared under `vars` or `inputs`, a text stands in quotes; did you mean "account"?
                    score = 1                  | 6  | write `==` to compare
                    score ==                   | 8  | the expression ends too early
                    score and done             | 6  | write `&&` for and, `||` for or, `!` for not
                    not done                   | 4  | write `&&` for and, `||` for or, `!` for not
                    call.form == 'x'           | 0  | "call.form" does not exist; after "call." are allowed: cause, from, headers
                    call == 'x'                | 0  | "call" alone is no value; write one of call.cause, call.from
                    mailbox(account).exsts     | 16 | there is no field "exsts"; mailbox(…) has exists and messages
                    mailbox(account)           | 0  | the expression gives mailbox; a flow knows text
                    mailbox(score).exists      | 0  | mailbox(…) takes one text, but was given number
                    mailboxx('1').exists       | 0  | there is no function mailboxx(…); allowed are
                    score > '1'                | 6  | `>` can not take a number on the left and a text on the right
                    [1, 2].exists(x, x > 1)    | 7  | exists(…) is not available: expressions have no loops
                    score ? 1 : 2              | 6  | what stands before `?` must be true or false, but is a number
                    done ? 1 : 'a'             | 5  | both sides of `:` must have the same type, but are number and text
                    (score                     | 6  | a `)` is missing
                    score)                     | 5  | did not expect `)` here
                    "abc                       | 0  | a text is not closed
                    ${score}                   | 0  | leave out `${` and `}`
                    !score                     | 0  | `!` needs a bool, but stands before a number
                    open('office')             | 0  | the function open(…) is not available in this version
                    null                       | 0  | the expression gives null
                    if                         | 0  | "if" is a reserved word of expressions
                    score.x                    | 5  | a number has no fields
                    score <> 1                 | 7  | write `!=` for unequal
                    score == 1.5 + 1           | 13 | `+` can not take a decimal number on the left and a number on the right
                    """)
    void errorsSayWhatToWrite(String source, int offset, String message) {
        Expressions.Compiled compiled = expressions.compile(source, FakeScope.TYPES);
        assertThat(compiled).isInstanceOf(Expressions.Refused.class);
        Expressions.Fault fault = ((Expressions.Refused) compiled).faults().getFirst();
        assertThat(fault.message()).contains(message);
        assertThat(fault.offset()).isEqualTo(offset);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    setting('nowhere') == 'x'   | setting "nowhere" is not set
                    pin.role == 'moderator'     | a name in it has no value at this moment
                    1 / (score - 4) == 1        | division by zero
                    score * 9223372036854775807 == 1 | a number became too large
                    duration('soon') > duration('1s') | a text in it has not the form that was expected
                    room('broken').exists       | rooms are away
                    """)
    void anExpressionWithoutAValueSaysWhy(String source, String reason) {
        Expression expression = compiled(source);
        assertThatThrownBy(() -> expression.evaluate(scope))
                .isInstanceOf(EvaluationFailed.class)
                .hasMessageContaining(reason)
                .hasMessageStartingWith("`" + source + "`");
    }

    @Test
    void aSecretNeverStandsInAMessage() {
        Expression expression = compiled("duration(card) > duration('1s')");
        assertThatThrownBy(() -> expression.evaluate(scope)).hasMessageNotContaining("79927398713");
        assertThat(new Value.Secret("1234").toString()).doesNotContain("1234");
    }

    @Test
    void noTextMakesTheCompilerThrow() {
        String[] pieces = {
            "account", "score", "(", ")", "'", "\"", "==", "&&", "!", ".", "[", "]", "mailbox", "?",
            ":", "1", "1.5", "{", "}", ",", "\\", "\n", "é", "${", " ", "in", "-", "b'", "true",
            "\0"
        };
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder source = new StringBuilder();
            int length = 1 + random.nextInt(12);
            for (int j = 0; j < length; j++) source.append(pieces[random.nextInt(pieces.length)]);
            assertThat(expressions.compile(source.toString(), FakeScope.TYPES)).isNotNull();
        }
        assertThat(expressions.compile("(".repeat(4_000), FakeScope.TYPES))
                .isInstanceOf(Expressions.Refused.class);
        assertThat(expressions.compile("!".repeat(5_000), FakeScope.TYPES))
                .isInstanceOf(Expressions.Refused.class);
    }

    private Expression compiled(String source) {
        return switch (expressions.compile(source, FakeScope.TYPES)) {
            case Expressions.Ready(Expression expression) -> expression;
            case Expressions.Refused(var faults) -> throw new AssertionError(faults.toString());
        };
    }
}
