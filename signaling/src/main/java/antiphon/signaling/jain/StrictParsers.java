package antiphon.signaling.jain;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The stack's parser, made to fail in one way only: what breaks it, or lacks a header that every
/// message needs, is a [ParseException] and counted.
final class StrictParsers implements MessageParserFactory {
    private final Counters counters;

    StrictParsers(Counters counters) {
        this.counters = counters;
    }

    @Override
    public MessageParser createMessageParser(SIPTransactionStack stack) {
        var parser = new StringMsgParser();
        return (bytes, readBody, strict, listener) ->
                parse(parser, bytes, readBody, strict, listener);
    }

    private @Nullable SIPMessage parse(
            StringMsgParser parser,
            byte[] bytes,
            boolean readBody,
            boolean strict,
            @Nullable ParseExceptionListener listener)
            throws ParseException {
        try {
            SIPMessage message = parser.parseSIPMessage(bytes, readBody, strict, listener);
            if (message != null) requireHeaders(message);
            if (message instanceof SIPRequest request) checkVersion(request, bytes);
            return message;
        } catch (ParseException e) {
            counters.parseErrors.increment();
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // Hostile input finds holes in any parser; here they have one way out.
            counters.parseErrors.increment();
            var failure = new ParseException("unreadable message", 0);
            failure.initCause(e);
            throw failure;
        }
    }

    // The stack's parser takes any version for 2.0, but answers 505 where it finds another one set.
    private static void checkVersion(SIPRequest request, byte[] bytes) {
        int start = 0;
        while (start < bytes.length && bytes[start] <= ' ') start++;
        int end = start;
        while (end < bytes.length && bytes[end] != '\r' && bytes[end] != '\n') end++;
        String line = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
        if (!line.stripTrailing().toUpperCase(Locale.ROOT).endsWith(" SIP/2.0")) {
            request.getRequestLine().setSipVersion("unknown");
        }
    }

    /// RFC 3261 §8.1.1. Max-Forwards is not asked for: RFC 2543 had none.
    private static void requireHeaders(SIPMessage message) throws ParseException {
        if (message.getFrom() == null
                || message.getTo() == null
                || message.getCallId() == null
                || message.getCallId().getCallId() == null
                || message.getCSeq() == null
                || message.getCSeq().getMethod() == null
                || message.getTopmostVia() == null) {
            throw new ParseException("a mandatory header is missing", 0);
        }
    }
}
