package antiphon.ivr.expression;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// SIP headers as CEL sees them: names in any case (RFC 3261 §7.3.1), a missing one reads as empty
/// text, `in` tells whether it is there.
final class Headers extends AbstractMap<String, String> {
    private final Map<String, String> texts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    Headers(Map<String, String> texts) {
        this.texts.putAll(texts);
    }

    @Override
    public String get(@Nullable Object name) {
        return name instanceof String text ? texts.getOrDefault(text, "") : "";
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String text && texts.containsKey(text);
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return texts.entrySet();
    }
}
