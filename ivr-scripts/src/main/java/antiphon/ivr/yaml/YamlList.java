package antiphon.ivr.yaml;

import java.util.List;

/// Items in order.
public record YamlList(List<YamlNode> items, Position position) implements YamlNode {
    public YamlList {
        items = List.copyOf(items);
    }

    @Override
    public String describe() {
        return "a list";
    }
}
