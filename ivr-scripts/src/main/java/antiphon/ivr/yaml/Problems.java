package antiphon.ivr.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Collects what is wrong with a file, in the order of its text. One reader, one thread.
public final class Problems {
    /// More do not help anybody; a last one says that there are more.
    public static final int PROBLEMS_MAX = 200;

    private final List<Problem> problems = new ArrayList<>();
    private final Set<Problem> seen = new HashSet<>();
    private boolean errors;

    public void error(Position position, String code, String message) {
        add(new Problem(position, Problem.Severity.ERROR, code, message));
    }

    public void warning(Position position, String code, String message) {
        add(new Problem(position, Problem.Severity.WARNING, code, message));
    }

    public void add(Problem problem) {
        errors |= problem.isError();
        if (problems.size() > PROBLEMS_MAX || !seen.add(problem)) return;
        if (problems.size() == PROBLEMS_MAX)
            problem =
                    new Problem(
                            problem.position(),
                            problem.severity(),
                            "Y000",
                            "there are more problems; these come first");
        problems.add(problem);
    }

    /// Whether looking for more is of no use.
    public boolean isFull() {
        return problems.size() > PROBLEMS_MAX;
    }

    public boolean hasErrors() {
        return errors;
    }

    /// Sorted by line and column.
    public List<Problem> all() {
        List<Problem> sorted = new ArrayList<>(problems);
        sorted.sort(
                Comparator.comparing((Problem problem) -> problem.position().file())
                        .thenComparingInt(problem -> problem.position().line())
                        .thenComparingInt(problem -> problem.position().column()));
        return List.copyOf(sorted);
    }
}
