package antiphon.ivr.voicemail;

import antiphon.signaling.CallRequest;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Why a call came to voicemail: it decides what the caller is told.
///
/// Read from what proxies say, the most direct first: the `cause` parameter of the Request-URI (RFC
/// 4458 §2), Diversion (RFC 5806), History-Info (RFC 7044 §10.2).
public enum GreetingReason {
    BUSY,
    UNAVAILABLE;

    private static final int BUSY_HERE = 486;

    /// `reason=user-busy`, quoted or not.
    private static final Pattern DIVERSION_REASON =
            Pattern.compile(";\\s*reason\\s*=\\s*\"?([a-z0-9-]{1,40})", Pattern.CASE_INSENSITIVE);

    /// In a History-Info entry: the URI parameter `cause=486`, or an escaped Reason header,
    /// `?Reason=SIP%3Bcause%3D486`.
    private static final Pattern HISTORY_CAUSE =
            Pattern.compile("cause\\s*(?:=|%3D)\\s*([0-9]{3})\\b", Pattern.CASE_INSENSITIVE);

    /// Longest header that is looked at.
    private static final int HEADER_LENGTH_MAX = 4096;

    public static GreetingReason of(CallRequest request) {
        String cause = request.uriParameters().get("cause");
        if (cause != null) {
            return ofCause(cause);
        }
        String diversion = request.header("Diversion");
        if (diversion != null) {
            // The first one is the latest diversion (RFC 5806 §4.1).
            Matcher reason = DIVERSION_REASON.matcher(limited(diversion));
            if (reason.find()) {
                boolean busy = reason.group(1).toLowerCase(Locale.ROOT).equals("user-busy");
                return busy ? BUSY : UNAVAILABLE;
            }
        }
        return ofHistory(request.headers().getOrDefault("history-info", List.of()));
    }

    /// The last entry with a cause is the latest retargeting.
    private static GreetingReason ofHistory(List<String> entries) {
        String latest = "";
        for (String entry : entries) {
            Matcher cause = HISTORY_CAUSE.matcher(limited(entry));
            while (cause.find()) {
                latest = cause.group(1);
            }
        }
        return ofCause(latest);
    }

    private static GreetingReason ofCause(String cause) {
        return cause.equals(Integer.toString(BUSY_HERE)) ? BUSY : UNAVAILABLE;
    }

    private static String limited(String header) {
        return header.substring(0, Math.min(header.length(), HEADER_LENGTH_MAX));
    }
}
