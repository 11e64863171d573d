package antiphon.ivr;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Leads users of the Request-URI to a service; the host is ignored.
///
/// @param user must match the whole user part
/// @param preset the argument, where the pattern does not say it
public record Route(Pattern user, Service service, Optional<String> preset) {
    /// Longest user part that is looked at.
    static final int USER_LENGTH_MAX = 256;

    private static final Set<String> ANYONE = Set.of(".+", ".*", "(.+)", "(.*)");

    public Route(Pattern user, Service service) {
        this(user, service, Optional.empty());
    }

    /// Whether its pattern says nothing about the user, as the last one of a list may.
    boolean takesAnyone() {
        return ANYONE.contains(user.pattern());
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
