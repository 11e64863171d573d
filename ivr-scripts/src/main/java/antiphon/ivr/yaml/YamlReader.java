package antiphon.ivr.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads YAML 1.2 without its traps: no anchors, aliases, tags, merge keys; no key twice; every
/// scalar is the text that was written. Text that YAML would silently misunderstand is refused with
/// the way to write it ([Traps]).
///
/// The tree is built from the parser's events, not by recursion: depth can not exhaust the stack.
public final class YamlReader {
    /// Largest file: a flow of this size can not be read by people either.
    public static final int BYTES_MAX = 256 * 1024;

    /// Deepest nesting of lists and maps.
    public static final int DEPTH_MAX = 40;

    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setCodePointLimit(BYTES_MAX).setUseMarks(true).build();

    private final Source source;
    private final Problems problems;
    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable YamlNode root;
    private int documents;

    /// A list or map that is not closed yet; for a map, `key` waits for its value.
    private static final class Open {
        final Position position;
        final boolean isMap;
        final List<YamlNode> items = new ArrayList<>();
        final List<YamlMap.Entry> entries = new ArrayList<>();
        final Map<String, Position> keys = new HashMap<>();
        @Nullable YamlScalar key;

        /// The key of the value that comes was refused: the value is read and dropped.
        boolean dropsValue;

        Open(Position position, boolean isMap) {
            this.position = position;
            this.isMap = isMap;
        }
    }

    private YamlReader(Source source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /// Decodes UTF-8, without a byte order mark; empty if it is something else.
    public static Optional<String> decode(String file, byte[] bytes, Problems problems) {
        Position start = new Position(file, 1, 1);
        if (bytes.length > BYTES_MAX) {
            tooLarge(start, problems);
            return Optional.empty();
        }
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return Optional.of(text.toString());
        } catch (CharacterCodingException _) {
            String lenient = new String(bytes, StandardCharsets.UTF_8);
            Position place = new Source(file, lenient).at(Math.max(0, lenient.indexOf('\uFFFD')));
            problems.error(
                    place,
                    "Y001",
                    "the file is not UTF-8 text: a character here was written in another encoding; save the file as UTF-8");
            return Optional.empty();
        }
    }

    /// The root of the document; empty if the text has an error that leaves no tree.
    public static Optional<YamlNode> read(String file, String text, Problems problems) {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        Source source = new Source(file, plain);
        if (bytes(plain) > BYTES_MAX) {
            tooLarge(source.at(0), problems);
            return Optional.empty();
        }
        Problems traps = new Problems();
        Traps.find(source, traps);
        traps.all().forEach(problems::add);
        if (traps.hasErrors()) return Optional.empty();
        return new YamlReader(source, problems).tree();
    }

    /// In UTF-8.
    private static int bytes(String text) {
        return text.length() > BYTES_MAX
                ? text.length()
                : text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void tooLarge(Position position, Problems problems) {
        problems.error(
                position,
                "Y002",
                "the file is larger than %d KB, the limit; split it into several"
                        .formatted(BYTES_MAX / 1024));
    }

    private Optional<YamlNode> tree() {
        try {
            for (Event event : new Parse(SETTINGS).parseString(source.text()))
                if (!take(event)) return Optional.empty();
        } catch (MarkedYamlEngineException wrong) {
            problems.error(place(wrong.getProblemMark()), "Y011", SyntaxWords.of(wrong));
            return Optional.empty();
        } catch (YamlEngineException wrong) {
            problems.error(source.at(0), "Y011", "not YAML: " + wrong.getMessage());
            return Optional.empty();
        }
        if (root == null) problems.error(source.at(0), "Y013", "the file is empty");
        return Optional.ofNullable(root);
    }

    /// @return false if there is no sense in going on
    private boolean take(Event event) {
        if (event instanceof NodeEvent node && !isPlainNode(node)) return false;
        switch (event) {
            case ScalarEvent scalar -> value(scalar(scalar));
            case MappingStartEvent start -> open.push(new Open(place(start), true));
            case SequenceStartEvent start -> open.push(new Open(place(start), false));
            case MappingEndEvent _ -> close();
            case SequenceEndEvent _ -> close();
            case DocumentStartEvent start -> {
                if (++documents > 1) {
                    problems.error(
                            place(start),
                            "Y013",
                            "a second document begins with `---`; a file holds one");
                    return false;
                }
            }
            default -> {}
        }
        if (open.size() > DEPTH_MAX) {
            problems.error(
                    place(event), "Y012", "nested more than %d levels deep".formatted(DEPTH_MAX));
            return false;
        }
        return true;
    }

    private boolean isPlainNode(NodeEvent node) {
        boolean tagged =
                (node instanceof ScalarEvent scalar && scalar.getTag().isPresent())
                        || (node instanceof CollectionStartEvent start
                                && start.getTag().isPresent());
        if (!(node instanceof AliasEvent) && node.getAnchor().isEmpty() && !tagged) return true;
        problems.error(
                place(node),
                "Y008",
                "anchors (&), aliases (*) and tags (!) are not allowed; if this is text, put it in quotes");
        return false;
    }

    private YamlScalar scalar(ScalarEvent event) {
        YamlScalar.Style style =
                event.isPlain()
                        ? YamlScalar.Style.PLAIN
                        : event.isSQuoted() || event.isDQuoted()
                                ? YamlScalar.Style.QUOTED
                                : YamlScalar.Style.BLOCK;
        int start = event.getStartMark().map(mark -> source.index(mark.getIndex())).orElse(0);
        return new YamlScalar(event.getValue(), style, source, start);
    }

    private void value(YamlNode node) {
        Open parent = open.peek();
        if (parent == null) {
            root = node.isNothing() ? null : node;
        } else if (!parent.isMap) {
            parent.items.add(node);
        } else if (parent.dropsValue) {
            parent.dropsValue = false;
        } else if (parent.key == null) {
            key(parent, node);
        } else {
            parent.entries.add(new YamlMap.Entry(parent.key, node));
            parent.key = null;
        }
    }

    private void key(Open map, YamlNode node) {
        map.dropsValue = true;
        if (!(node instanceof YamlScalar key) || key.isNothing()) {
            problems.error(
                    node.position(),
                    "Y015",
                    "a key must be text, found %s; a key that starts with `[` or `{` must stand in quotes"
                            .formatted(node.describe()));
            return;
        }
        if (key.text().equals("<<") && key.style() == YamlScalar.Style.PLAIN) {
            problems.error(key.position(), "Y008", "merge keys (<<) are not allowed");
            return;
        }
        Position first = map.keys.putIfAbsent(key.text(), key.position());
        if (first != null) {
            problems.error(
                    key.position(),
                    "Y009",
                    "the key %s stands twice: in line %d and in line %d"
                            .formatted(key.describe(), first.line(), key.position().line()));
            return;
        }
        map.dropsValue = false;
        map.key = key;
    }

    private void close() {
        Open done = open.pop();
        value(
                done.isMap
                        ? new YamlMap(done.entries, done.position)
                        : new YamlList(done.items, done.position));
    }

    private Position place(Event event) {
        return place(event.getStartMark());
    }

    private Position place(Optional<Mark> mark) {
        return source.at(mark.map(there -> source.index(there.getIndex())).orElse(0));
    }
}
