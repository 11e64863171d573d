package antiphon.signaling.jain;

import gov.nist.javax.sip.header.ExtensionHeaderImpl;
import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.header.SIPHeaderList;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Map;
import javax.sip.header.Header;

/// Small helpers around the stack's message classes. Static functions.
final class Messages {
    private static final HeaderFactoryImpl HEADERS = new HeaderFactoryImpl();

    private Messages() {}

    static SIPResponse response(SIPRequest request, int status, String reason, String toTag) {
        SIPResponse response = request.createResponse(status, reason);
        try {
            if (request.getToTag() == null && status > 100) response.getTo().setTag(toTag);
        } catch (ParseException e) {
            throw new IllegalArgumentException("tag " + toTag, e);
        }
        return response;
    }

    /// @param value must be well formed: it comes from us
    static Header header(String name, String value) {
        try {
            // These two the stack wants to understand; all others just go out as they are.
            if (name.equals("Contact") || name.equals("Content-Type"))
                return HEADERS.createHeader(name, value);
        } catch (ParseException e) {
            throw new IllegalArgumentException(name + ": " + value, e);
        }
        var header = new ExtensionHeaderImpl();
        header.setName(name);
        header.setValue(value);
        return header;
    }

    static void set(SIPMessage message, String name, String value) {
        message.setHeader(header(name, value));
    }

    static void body(SIPMessage message, String content, String contentType) {
        message.setMessageContent(content.getBytes(StandardCharsets.UTF_8));
        set(message, "Content-Type", contentType);
    }

    /// `host` or `[host]` as it stands in URIs.
    static String host(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        if (scope >= 0) text = text.substring(0, scope);
        return address instanceof Inet6Address ? "[" + text + "]" : text;
    }

    /// All header fields by lower-case name, also those that the stack could not parse.
    static Map<String, List<String>> headers(SIPRequest request) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (Iterator<SIPHeader> i = request.getHeaders(); i.hasNext(); ) {
            SIPHeader header = i.next();
            if (header instanceof SIPHeaderList<?> list) {
                for (SIPHeader one : list) add(all, one.encode());
            } else {
                add(all, header.encode());
            }
        }
        for (Iterator<String> i = request.getUnrecognizedHeaders(); i.hasNext(); )
            add(all, i.next());
        all.replaceAll((_, values) -> List.copyOf(values));
        return Map.copyOf(all);
    }

    /// The values of one header field, without its name.
    static List<String> values(SIPRequest request, String name) {
        List<String> values = new ArrayList<>();
        for (ListIterator<SIPHeader> i = request.getHeaders(name); i.hasNext(); ) {
            String line = i.next().encode();
            values.add(line.substring(line.indexOf(':') + 1).strip());
        }
        return values;
    }

    private static void add(Map<String, List<String>> all, String line) {
        int colon = line.indexOf(':');
        if (colon <= 0) return;
        String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        all.computeIfAbsent(name, _ -> new ArrayList<>()).add(line.substring(colon + 1).strip());
    }
}
