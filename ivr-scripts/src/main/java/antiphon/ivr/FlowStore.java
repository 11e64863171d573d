package antiphon.ivr;

import antiphon.storage.FlowText;
import antiphon.storage.FlowTexts;
import java.util.List;

/// Where the flows of administrators are kept. Safe for any thread.
public interface FlowStore {
    /// The latest text of each flow.
    List<FlowText> latest();

    FlowText save(String name, String text, String author);

    /// @return false if there is none of that name
    boolean delete(String name);

    /// In the database.
    static FlowStore of(FlowTexts texts) {
        return new FlowStore() {
            @Override
            public List<FlowText> latest() {
                return texts.latest();
            }

            @Override
            public FlowText save(String name, String text, String author) {
                return texts.save(name, text, author);
            }

            @Override
            public boolean delete(String name) {
                return texts.delete(name);
            }
        };
    }
}
