package antiphon.server.settings;

import antiphon.ivr.yaml.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// Where calls go whose user part matches. The first match wins.
///
/// @param user matched against the whole user part of the Request-URI
/// @param service what answers
/// @param name the flow, room, mailbox or music class; `$1` is the first group of `user`
/// @param place where it was written
public record RouteSetting(Pattern user, Service service, String name, String place) {
    private static final Pattern GROUP = Pattern.compile("\\$(\\d)");

    /// What can answer a call. The word in lower case is the key of the route.
    public enum Service {
        FLOW,
        CONFERENCE,
        /// Leave a message; the reason comes from the request.
        MAILBOX,
        /// Leave a message for somebody who does not answer.
        MAILBOX_UNAVAILABLE,
        /// Leave a message for somebody who is busy.
        MAILBOX_BUSY,
        /// Listen to messages.
        MESSAGES,
        MUSIC,
        ECHO,
        /// The URIs of RFC 4240: `annc`, `conf=`, `dialog`.
        RFC4240;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static RouteSetting of(String place, Map<String, Value> texts) {
        Value user = texts.get("user");
        if (user == null) throw new SettingsException(place + ": `user` is missing");
        Service service = null;
        for (Service candidate : Service.values()) {
            if (!texts.containsKey(candidate.key())) continue;
            if (service != null) {
                throw new SettingsException(
                        place + ": `" + service.key() + "` or `" + candidate.key() + "`, not both");
            }
            service = candidate;
        }
        List<String> keys = Stream.of(Service.values()).map(Service::key).toList();
        for (String key : texts.keySet()) {
            if (key.equals("user") || keys.contains(key)) continue;
            throw new SettingsException(
                    place
                            + ": unknown key `"
                            + key
                            + "`"
                            + Nearest.hint(key, keys)
                            + "; allowed: user, "
                            + String.join(", ", keys));
        }
        if (service == null) {
            throw new SettingsException(
                    place + ": what answers is missing; one of " + String.join(", ", keys));
        }
        Value name = texts.get(service.key());
        return new RouteSetting(
                pattern(user), service, name == null ? "" : checkGroups(user, name), place);
    }

    private static Pattern pattern(Value user) {
        try {
            return Pattern.compile(user.nonEmptyText("a regular expression"));
        } catch (PatternSyntaxException e) {
            throw user.wrong("a regular expression (" + e.getDescription() + ")");
        }
    }

    private static String checkGroups(Value user, Value name) {
        int groups = pattern(user).matcher("").groupCount();
        Matcher group = GROUP.matcher(name.text());
        while (group.find()) {
            if (Integer.parseInt(group.group(1)) > groups) {
                throw name.wrong("groups that `user` has: " + groups);
            }
        }
        return name.text();
    }
}
