package antiphon.ivr;

import antiphon.storage.FlowText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Flows kept in memory.
final class MemoryStore implements FlowStore {
    private final List<FlowText> texts = new ArrayList<>();

    @Override
    public List<FlowText> latest() {
        return List.copyOf(texts);
    }

    @Override
    public FlowText save(String name, String text, String author) {
        int version = (int) texts.stream().filter(one -> one.name().equals(name)).count() + 1;
        FlowText saved = new FlowText(name, version, text, Instant.EPOCH);
        texts.add(saved);
        return saved;
    }

    @Override
    public boolean delete(String name) {
        return texts.removeIf(one -> one.name().equals(name));
    }
}
