package dev.cairn.tooling.lint;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Lint;
import dev.cairn.tooling.lint.LintInput.LintedMigration;
import dev.cairn.tooling.lint.LintInput.LintedStatement;

/** The remarks that a plan shows, too. */
final class StepLintCheck implements Linter.LintCheck {
    @Override
    public void check(LintInput input, LintFindings findings) {
        for (LintedMigration migration : input.migrations()) {
            for (LintedStatement statement : migration.statements()) {
                for (Lint lint : statement.step().lints()) {
                    findings.add(rule(lint.kind()), statement.subject(), message(input, statement, lint));
                }
            }
        }
    }

    /** A remark about a cost says how large the table is. */
    private static String message(LintInput input, LintedStatement statement, Lint lint) {
        ObjectName object = statement.step().object();
        return object != null && rule(lint.kind()).family() == LintRule.Family.COSTS
                ? lint.message() + CostLintCheck.figures(input.figures(), object)
                : lint.message();
    }

    private static LintRule rule(Lint.Kind kind) {
        return switch (kind) {
            case REWRITES_TABLE -> LintRule.REWRITES_TABLE;
            case BUILDS_ROLLUP -> LintRule.BUILDS_ROLLUP;
            case INACTIVATES_VIEW -> LintRule.INACTIVATES_VIEW;
            case LACKS_VALUES -> LintRule.LACKS_VALUES;
            case DROPS_DATA -> LintRule.DROPS_DATA;
            case SHORTENS_RETENTION -> LintRule.SHORTENS_RETENTION;
            case LOSES_DEFAULT -> LintRule.LOSES_DEFAULT;
            case NOT_NULL_WITHOUT_DEFAULT -> LintRule.NOT_NULL_WITHOUT_DEFAULT;
            case LOSES_VALUES -> LintRule.LOSES_VALUES;
            case MERGES_ROWS -> LintRule.MERGES_ROWS;
            case IGNORED_PROPERTY -> LintRule.IGNORED_PROPERTY;
        };
    }
}
