package antiphon.ivr.prompt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The plain YAML 1.2 of our own small files: maps and lists of text.
final class YamlText {
    private YamlText() {}

    /// @throws PromptRefused naming the source if it is not a map
    static Map<String, Object> map(String source, String text) {
        if (!(load(source, text) instanceof Map<?, ?> map)) {
            throw new PromptRefused(source + ": expected lines of the form  key: value");
        }
        Map<String, Object> result = new LinkedHashMap<>();
        map.forEach((key, value) -> result.put(String.valueOf(key), value == null ? "" : value));
        return result;
    }

    static List<String> list(String source, String text) {
        if (!(load(source, text) instanceof List<?> list)) {
            throw new PromptRefused(source + ": expected a list");
        }
        return texts(list);
    }

    static List<String> texts(List<?> list) {
        List<String> result = new ArrayList<>();
        list.forEach(item -> result.add(String.valueOf(item)));
        return result;
    }

    static String write(Map<String, Object> map) {
        DumpSettings settings =
                DumpSettings.builder()
                        .setDefaultScalarStyle(ScalarStyle.PLAIN)
                        .setDefaultFlowStyle(org.snakeyaml.engine.v2.common.FlowStyle.BLOCK)
                        .setWidth(Integer.MAX_VALUE)
                        .build();
        return new Dump(settings).dumpToString(map);
    }

    private static @Nullable Object load(String source, String text) {
        try {
            return new Load(LoadSettings.builder().setLabel(source).build()).loadFromString(text);
        } catch (YamlEngineException e) {
            throw new PromptRefused(source + ": " + e.getMessage());
        }
    }
}
