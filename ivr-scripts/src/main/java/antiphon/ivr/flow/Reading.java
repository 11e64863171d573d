package antiphon.ivr.flow;

import antiphon.ivr.expression.Type;
import antiphon.ivr.expression.Types;
import antiphon.ivr.yaml.Nearest;
import antiphon.ivr.yaml.Position;
import antiphon.ivr.yaml.Problems;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is known while one flow is read: its names, and where the reader stands. One reader, one
/// thread.
final class Reading {
    final CheckContext context;
    final Problems problems;

    /// Variables and inputs.
    final Map<String, Type> variables = new LinkedHashMap<>();

    final Set<String> inputs = new HashSet<>();
    final Map<String, Type> returns = new LinkedHashMap<>();
    final Set<String> nodeNames = new HashSet<>();
    List<String> languages = List.of();

    /// Variables that some expression reads, and those that some step assigns.
    final Set<String> read = new HashSet<>();

    final Set<String> assigned = new HashSet<>();

    Types types = Types.none();
    Timing timing;
    String node = "";
    int stepNumber;
    int steps;
    int expressions;
    int depth;

    /// Inside the keys of a menu, where `again` has a meaning.
    boolean inMenu;

    Reading(CheckContext context, Problems problems) {
        this.context = context;
        this.problems = problems;
        this.timing = context.timing();
    }

    void error(Position position, String code, String message) {
        problems.error(position, code, message);
    }

    /// Reports a name that is none of the declared variables.
    boolean isVariable(String name, Position position) {
        if (variables.containsKey(name)) return true;
        error(
                position,
                "F013",
                "the variable \"%s\" is not declared; add it under `vars` with its first value%s"
                        .formatted(name, Nearest.hint(name, variables.keySet())));
        return false;
    }

    boolean isSecret(String name) {
        return variables.get(name) == Type.SECRET;
    }
}
