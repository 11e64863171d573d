package antiphon.ivr.yaml;

/// A piece of a YAML file that knows where it stands.
public sealed interface YamlNode permits YamlScalar, YamlList, YamlMap {
    Position position();

    /// In a person's words: "a list", "a map", `"3s"`, "nothing".
    String describe();

    /// Whether it is an empty value, as in `key:`, or the word `null` or `~`.
    default boolean isNothing() {
        return false;
    }
}
