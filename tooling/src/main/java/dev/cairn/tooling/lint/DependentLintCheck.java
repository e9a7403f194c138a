package dev.cairn.tooling.lint;

import dev.cairn.internal.run.preparation.BrokenDependentFinder;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.plan.step.LintRule;
import java.util.List;

/** Finds the Routine Loads, pipes, tasks and dictionaries of a server that a migration breaks. */
final class DependentLintCheck implements Linter.LintCheck {
    @Override
    public void check(LintInput input, LintFindings findings) {
        for (LintedMigration migration : input.migrations()) {
            List<LintedStatement> statements = migration.statements();
            BrokenDependentFinder endedDependents = BrokenDependentFinder.forSteps(
                    statements.stream().map(DependentLintCheck::toRunStep).toList());
            endedDependents
                    .selectBrokenDependents(input.figures().dependents())
                    .forEach(dependent -> findings.add(
                            LintRule.ENDS_DEPENDENTS,
                            statements.get(dependent.stepNumber() - 1).subject(),
                            "the statement ends the " + dependent));
        }
    }

    private static RunStep toRunStep(LintedStatement statement) {
        return new RunStep.StatementStep(
                statement.subject().number(),
                statement.step(),
                statement.session(),
                statement.before(),
                statement.after());
    }
}
