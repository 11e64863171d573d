package antiphon.ivr.flow;

import antiphon.ivr.yaml.Problem;
import java.util.List;
import java.util.Optional;

/// A flow, and what is wrong with its text.
///
/// @param flow present if no problem is an error
/// @param problems in the order of the text
public record ParsedFlow(Optional<Flow> flow, List<Problem> problems) {

    public boolean hasErrors() {
        return problems.stream().anyMatch(Problem::isError);
    }
}
