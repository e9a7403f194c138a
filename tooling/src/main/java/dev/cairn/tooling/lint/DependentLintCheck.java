package dev.cairn.tooling.lint;

import dev.cairn.internal.run.preparation.BrokenDependentFinder;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.step.LintRule;
import java.util.List;

/** Finds the Routine Loads, pipes, tasks, dictionaries and views of others on a server that a migration breaks. */
final class DependentLintCheck implements Linter.LintCheck {
    @Override
    public void check(LintInput input, LintFindings findings) {
        for (LintedMigration migration : input.migrations()) {
            List<LintedStatement> lintedStatements = migration.statements();
            BrokenDependentFinder brokenDependentFinder = BrokenDependentFinder.forSteps(
                    lintedStatements.stream().map(DependentLintCheck::toRunStep).toList());
            brokenDependentFinder
                    .selectBrokenDependents(input.statistics().dependents())
                    .forEach(dependent -> findings.add(
                            dependent.isReader() ? LintRule.BREAKS_VIEW : LintRule.ENDS_DEPENDENTS,
                            lintedStatements.get(dependent.stepNumber() - 1).subject(),
                            "the statement " + dependent.describeEffect()));
        }
    }

    private static RunStep toRunStep(LintedStatement lintedStatement) {
        return new StatementStep(
                lintedStatement.subject().number(),
                lintedStatement.step(),
                lintedStatement.session(),
                lintedStatement.catalogBefore(),
                lintedStatement.catalogAfter());
    }
}
