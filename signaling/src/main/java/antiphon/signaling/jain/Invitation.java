package antiphon.signaling.jain;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An INVITE in plain text.
///
/// @param uriParameters names in lower case
/// @param callerNumber of the first P-Asserted-Identity, else of From
/// @param source `address:port`
/// @param headers by lower-case name, in order of arrival
/// @param offer session description, or null for a late offer
public record Invitation(
        String requestUri,
        String user,
        Map<String, String> uriParameters,
        String callerNumber,
        @Nullable String callerName,
        String calledNumber,
        String callId,
        String source,
        Map<String, List<String>> headers,
        @Nullable String offer) {}
