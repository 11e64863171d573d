package antiphon.signaling.jain;

import antiphon.signaling.sdp.BodyPart;
import gov.nist.javax.sip.address.AddressFactoryImpl;
import gov.nist.javax.sip.message.SIPRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sip.address.Address;
import javax.sip.address.SipURI;
import javax.sip.address.TelURL;
import javax.sip.address.URI;
import org.jspecify.annotations.Nullable;

/// Turns an INVITE into plain text. Static functions.
final class Invitations {
    private static final AddressFactoryImpl ADDRESSES = new AddressFactoryImpl();

    private Invitations() {}

    static Invitation of(SIPRequest invite) {
        Map<String, List<String>> headers = Messages.headers(invite);
        Address caller = caller(invite, headers);
        return new Invitation(
                invite.getRequestURI().toString(),
                user(invite.getRequestURI()),
                parameters(invite.getRequestURI()),
                user(caller.getURI()),
                caller.getDisplayName(),
                user(invite.getTo().getAddress().getURI()),
                invite.getCallId().getCallId(),
                Messages.host(invite.getPeerPacketSourceAddress())
                        + ":"
                        + invite.getPeerPacketSourcePort(),
                headers,
                offer(invite));
    }

    /// RFC 3325 §9.1: the proxy vouches for P-Asserted-Identity, and only trusted peers get here.
    private static Address caller(SIPRequest invite, Map<String, List<String>> headers) {
        List<String> asserted = headers.getOrDefault("p-asserted-identity", List.of());
        for (String value : asserted) {
            try {
                return ADDRESSES.createAddress(value);
            } catch (ParseException | RuntimeException _) {
                // Unreadable: the next one, or From.
            }
        }
        return invite.getFrom().getAddress();
    }

    private static String user(URI uri) {
        if (uri instanceof SipURI sip) return sip.getUser() == null ? "" : unescape(sip.getUser());
        if (uri instanceof TelURL tel) return (tel.isGlobal() ? "+" : "") + tel.getPhoneNumber();
        return "";
    }

    private static Map<String, String> parameters(URI uri) {
        if (!(uri instanceof SipURI sip)) return Map.of();
        Map<String, String> parameters = new HashMap<>();
        for (Iterator<?> names = sip.getParameterNames(); names.hasNext(); ) {
            String name = names.next().toString();
            String value = sip.getParameter(name);
            parameters.put(name.toLowerCase(Locale.ROOT), value == null ? "" : unescape(value));
        }
        return Map.copyOf(parameters);
    }

    private static String unescape(String text) {
        if (text.indexOf('%') < 0) return text;
        try {
            // RFC 3986 leaves + alone, URLDecoder does not.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }

    /// @return the session description of a message, or null if it has none
    static @Nullable String offer(SIPRequest request) {
        byte[] content = request.getRawContent();
        if (content == null || content.length == 0 || request.getContentTypeHeader() == null)
            return null;
        return BodyPart.sessionDescription(contentType(request), content);
    }

    static String contentType(SIPRequest request) {
        String line = request.getContentTypeHeader().encode();
        return line.substring(line.indexOf(':') + 1).strip();
    }
}
