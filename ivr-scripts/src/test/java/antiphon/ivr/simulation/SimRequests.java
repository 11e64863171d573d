package antiphon.ivr.simulation;

import antiphon.signaling.CallRequest;
import java.util.List;
import java.util.Map;

/// INVITEs for tests.
public final class SimRequests {
    private SimRequests() {}

    public static CallRequest to(String user) {
        return to(user, Map.of(), Map.of());
    }

    public static CallRequest to(
            String user, Map<String, String> parameters, Map<String, List<String>> headers) {
        return request(user, parameters, headers, "1002", "");
    }

    public static CallRequest request(
            String user,
            Map<String, String> parameters,
            Map<String, List<String>> headers,
            String from,
            String to) {
        return new CallRequest(
                "sip:" + user + "@antiphon.invalid",
                user,
                parameters,
                from,
                null,
                to,
                "a-call-id",
                "127.0.0.1:5060",
                headers);
    }
}
