package antiphon.ivr.expression;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// A value in a flow. Immutable.
public sealed interface Value {
    Type type();

    /// As it stands in a text with holes, such as `sip:${user}@…`. A secret shows as `•`.
    String text();

    record Text(String text) implements Value {
        @Override
        public Type type() {
            return Type.TEXT;
        }
    }

    record Whole(long number) implements Value {
        @Override
        public Type type() {
            return Type.NUMBER;
        }

        @Override
        public String text() {
            return Long.toString(number);
        }
    }

    record Bool(boolean truth) implements Value {
        @Override
        public Type type() {
            return Type.BOOL;
        }

        @Override
        public String text() {
            return Boolean.toString(truth);
        }
    }

    record Span(Duration duration) implements Value {
        @Override
        public Type type() {
            return Type.DURATION;
        }

        @Override
        public String text() {
            return duration.toString();
        }
    }

    record Moment(Instant instant) implements Value {
        @Override
        public Type type() {
            return Type.TIME;
        }

        @Override
        public String text() {
            return instant.toString();
        }
    }

    /// A recording made in this call.
    ///
    /// @param reference chosen by the run-time, opaque here; empty: none was made
    record Recording(String reference) implements Value {
        public static final Recording NONE = new Recording("");

        public boolean isMade() {
            return !reference.isEmpty();
        }

        @Override
        public Type type() {
            return Type.RECORDING;
        }

        @Override
        public String text() {
            return isMade() ? "a recording" : "none";
        }
    }

    /// Digits that must not reach a log, a trace, a prompt or a record.
    record Secret(String digits) implements Value {
        @Override
        public Type type() {
            return Type.SECRET;
        }

        @Override
        public String text() {
            return "•".repeat(digits.length());
        }

        @Override
        public String toString() {
            return "Secret[" + text() + "]";
        }
    }

    /// Texts by name; a name that is missing reads as empty text.
    record Texts(Map<String, String> texts) implements Value {
        public Texts {
            texts = Map.copyOf(texts);
        }

        @Override
        public Type type() {
            return Type.TEXTS;
        }

        @Override
        public String text() {
            return texts.toString();
        }
    }
}
