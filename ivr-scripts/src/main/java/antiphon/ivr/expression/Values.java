package antiphon.ivr.expression;

import java.util.Optional;
import java.util.regex.Pattern;

/// Fits values to types where one flow hands them to another.
public final class Values {
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

    private Values() {}

    /// The value as this type: itself, a number as text, digits as a number, `true` and `false` as
    /// bool. Empty: it does not fit.
    public static Optional<Value> as(Value value, Type type) {
        if (value.type() == type) return Optional.of(value);
        return switch (type) {
            case TEXT ->
                    value instanceof Value.Whole
                            ? Optional.of(new Value.Text(value.text()))
                            : none();
            case NUMBER ->
                    value instanceof Value.Text(String text) && WHOLE.matcher(text).matches()
                            ? Optional.of(new Value.Whole(Long.parseLong(text)))
                            : none();
            case BOOL ->
                    value instanceof Value.Text(String text)
                                    && (text.equals("true") || text.equals("false"))
                            ? Optional.of(new Value.Bool(text.equals("true")))
                            : none();
            case RECORDING ->
                    value instanceof Value.Text(String text) && text.equals("none")
                            ? Optional.of(Value.Recording.NONE)
                            : none();
            case DURATION, TIME, SECRET, TEXTS -> none();
        };
    }

    private static Optional<Value> none() {
        return Optional.empty();
    }
}
