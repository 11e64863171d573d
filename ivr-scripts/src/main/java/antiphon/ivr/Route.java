package antiphon.ivr;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Leads users of the Request-URI to a service; the host is ignored.
///
/// @param user must match the whole user part
/// @param preset the argument, where the pattern does not say it
public record Route(Pattern user, Service service, Optional<String> preset) {
    /// Longest user part that is looked at.
    static final int USER_LENGTH_MAX = 256;

    public Route(Pattern user, Service service) {
        this(user, service, Optional.empty());
    }

    private static Route of(String user, Service service) {
        return new Route(Pattern.compile(user), service);
    }

    /// Where calls go unless the configuration says otherwise; the first match wins.
    public static List<Route> defaults() {
        return List.of(
                of("ivr-(.+)", Service.FLOW),
                of("main", Service.FLOW),
                of("conf[-=](.+)", Service.CONFERENCE),
                of("vm-(.+)", Service.DEPOSIT),
                of("vmu-(.+)", Service.DEPOSIT_UNAVAILABLE),
                of("vmb-(.+)", Service.DEPOSIT_BUSY),
                of("voicemail", Service.VOICEMAIL),
                new Route(Pattern.compile("moh"), Service.MUSIC, Optional.of("default")),
                of("moh-(.+)", Service.MUSIC),
                of("echo", Service.ECHO),
                of("annc", Service.ANNOUNCEMENT),
                of(".+", Service.DEPOSIT));
    }

    /// The service's argument if this route takes that user.
    Optional<String> argument(String wanted) {
        if (wanted.length() > USER_LENGTH_MAX) {
            return Optional.empty();
        }
        Matcher matcher = user.matcher(wanted);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        if (preset.isPresent()) {
            return preset;
        }
        String group = matcher.groupCount() > 0 ? matcher.group(1) : wanted;
        return Optional.of(group == null ? wanted : group);
    }
}
