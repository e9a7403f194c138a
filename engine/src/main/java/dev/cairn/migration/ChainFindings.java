package dev.cairn.migration;

import java.util.ArrayList;
import java.util.List;

/** Collects the problems and the warnings about a chain while it is verified. */
final class ChainFindings {
    private final List<ChainProblem> problems = new ArrayList<>();
    private final List<ChainProblem> warnings = new ArrayList<>();

    void addProblem(ChainProblem problem) {
        problems.add(problem);
    }

    void addWarning(ChainProblem warning) {
        warnings.add(warning);
    }

    List<ChainProblem> problems() {
        return problems;
    }

    /** Returns the warnings about statements that have no problem. */
    List<ChainProblem> warnings() {
        return warnings.stream()
                .filter(warning -> problems.stream().noneMatch(warning::isOfSameStatement))
                .toList();
    }
}
