package antiphon.ivr.flow;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What names look like, and which words have a meaning of their own.
final class Names {
    /// Node, flow, prompt, room and music class names.
    static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    static final Pattern VARIABLE = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    static final String AGAIN = "again";
    static final String BACK = "back";
    static final String HANG_UP = "hang_up";

    static final Set<String> TARGET_WORDS = Set.of(AGAIN, BACK, HANG_UP);

    static final List<String> VERBS =
            List.of(
                    "answer",
                    "reject",
                    "play",
                    "menu",
                    "collect",
                    "pin",
                    "record",
                    "voicemail",
                    "mailbox",
                    "conference",
                    "music",
                    "echo",
                    "wait",
                    "choose",
                    "go",
                    "set",
                    "language",
                    "hang_up",
                    "call",
                    "return");

    /// Verbs of the language that this version can not do yet.
    static final Set<String> VERBS_LATER = Set.of("transfer", "http", "tag", "event");

    /// Options of available verbs that this version can not do yet. They are read all the same, so
    /// that taking one out of here makes it available.
    static final Map<String, Set<String>> OPTIONS_LATER =
            Map.of(
                    "play", Set.of("early_media"),
                    "voicemail", Set.of("tag"),
                    "conference", Set.of("role", "announce", "wait_for", "music"));

    /// Verbs that may stand alone: `- hang_up`.
    static final Set<String> BARE_VERBS = Set.of("answer", "hang_up", "return", "mailbox", "echo");

    /// Words that a variable can not be called: the names every flow has, functions, and the
    /// reserved words of expressions.
    static final Set<String> NO_VARIABLES =
            Set.of(
                    "call",
                    "pin",
                    "pressed",
                    "error",
                    "now",
                    "none",
                    "open",
                    "closed",
                    "holiday",
                    "room",
                    "mailbox",
                    "setting",
                    "luhn",
                    "secret",
                    "true",
                    "false",
                    "null",
                    "in",
                    "as",
                    "break",
                    "const",
                    "continue",
                    "else",
                    "for",
                    "function",
                    "if",
                    "import",
                    "let",
                    "loop",
                    "package",
                    "namespace",
                    "return",
                    "var",
                    "void",
                    "while",
                    "size",
                    "int",
                    "string",
                    "duration",
                    "timestamp",
                    "type",
                    "bool",
                    "bytes",
                    "double",
                    "uint",
                    "list",
                    "map");

    private Names() {}
}
