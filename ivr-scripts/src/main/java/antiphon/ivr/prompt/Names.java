package antiphon.ivr.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Names that become paths: whatever passes here can leave no folder.
final class Names {
    static final int NAME_LENGTH_MAX = 64;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
    private static final Pattern LANGUAGE =
            Pattern.compile("[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}");

    private Names() {}

    /// A name of letters, digits, `-` and `_`, with at most one folder before it.
    static String promptId(String id) {
        int slash = id.indexOf('/');
        boolean valid =
                slash < 0
                        ? isName(id)
                        : isName(id.substring(0, slash)) && isName(id.substring(slash + 1));
        if (!valid) {
            throw refused("prompt id", id, "a-z 0-9 - _, at most one folder as in digits/7");
        }
        return id;
    }

    static String name(String what, String name) {
        if (!isName(name)) {
            throw refused(what, name, "a-z 0-9 - _");
        }
        return name;
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    static boolean isLanguage(String language) {
        return LANGUAGE.matcher(language).matches();
    }

    /// The tag in its usual form: `de_at` is `de-AT`.
    static String language(String language) {
        if (!isLanguage(language)) {
            throw refused("language", language, "a tag such as en, de or de-AT");
        }
        return Locale.forLanguageTag(language.replace('_', '-')).toLanguageTag();
    }

    /// The tag in its usual form, or `und` for what is no tag: who asks for it finds nothing.
    static String languageOrUnknown(String language) {
        return isLanguage(language) ? language(language) : "und";
    }

    /// The tag and what stands in for it, nearest first: `zh-Hans-CN`, `zh-Hans`, `zh`. Nothing for
    /// what is no tag.
    static List<String> fallbacks(String language) {
        List<String> tags = new ArrayList<>();
        if (!isLanguage(language)) {
            return tags;
        }
        for (String tag = language(language); !tag.isEmpty(); ) {
            tags.add(tag);
            int dash = tag.lastIndexOf('-');
            tag = dash < 0 ? "" : tag.substring(0, dash);
        }
        return tags;
    }

    private static PromptRefused refused(String what, String value, String allowed) {
        String shown = value.length() > NAME_LENGTH_MAX ? value.substring(0, 64) + "…" : value;
        return new PromptRefused("%s '%s': allowed are %s".formatted(what, shown, allowed));
    }
}
