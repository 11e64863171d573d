package antiphon.storage;

import java.util.List;
import java.util.Optional;

/// The flows saved by administrators, every version kept. Safe for any thread.
@SuppressWarnings("DoNotCallSuggester")
public final class FlowTexts {
    public FlowText save(String name, String text, String author) {
        throw new UnsupportedOperationException();
    }

    public Optional<FlowText> latest(String name) {
        throw new UnsupportedOperationException();
    }

    /// The latest version of each flow, by name.
    public List<FlowText> latest() {
        throw new UnsupportedOperationException();
    }

    /// The flow is no more; its versions stay in the database and their numbers are not used again.
    public boolean delete(String name) {
        throw new UnsupportedOperationException();
    }
}
