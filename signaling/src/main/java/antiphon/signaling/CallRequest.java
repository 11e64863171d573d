package antiphon.signaling;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the INVITE said, in plain text.
///
/// @param user user part of the Request-URI, unescaped; empty if it has none
/// @param uriParameters parameters of the Request-URI, names in lower case
/// @param callerNumber user part of the trusted P-Asserted-Identity, else of From
/// @param callerName display name of the same header
/// @param calledNumber user part of To
/// @param sipCallId the Call-ID header
/// @param source address and port that sent the INVITE
/// @param headers all headers by lower-case name, in order of arrival
public record CallRequest(
        String requestUri,
        String user,
        Map<String, String> uriParameters,
        String callerNumber,
        @Nullable String callerName,
        String calledNumber,
        String sipCallId,
        String source,
        Map<String, List<String>> headers) {

    /// First value of a header, whatever its case.
    public @Nullable String header(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null || values.isEmpty() ? null : values.getFirst();
    }
}
