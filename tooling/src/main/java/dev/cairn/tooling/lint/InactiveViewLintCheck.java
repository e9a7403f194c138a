package dev.cairn.tooling.lint;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds materialized views, of any database, that a migration makes inactive and does not activate again.
 * {@link BrokenReaderLintCheck} finds those that can't be activated.
 */
final class InactiveViewLintCheck implements Linter.LintCheck {
    @Override
    public void check(LintInput input, LintFindings findings) {
        for (LintedMigration migration : input.migrations()) {
            List<ObjectName> inactiveViews =
                    ActivationAttempt.of(input.profile(), migration.catalogAfter()).activationOrder().stream()
                            .filter(name ->
                                    !TemporaryName.isStaging(name.name()) && !TemporaryName.isRetired(name.name()))
                            .toList();
            if (!inactiveViews.isEmpty()) {
                checkMigration(migration, inactiveViews, findings);
            }
        }
    }

    private static void checkMigration(
            LintedMigration migration, List<ObjectName> inactiveViews, LintFindings findings) {
        for (LintedStatement lintedStatement : migration.statements()) {
            List<ObjectName> affectedViews = new ArrayList<>();
            for (ObjectName name : inactiveViews) {
                boolean isDeactivated = isActive(lintedStatement.catalogBefore(), name)
                        && !isActive(lintedStatement.catalogAfter(), name);
                boolean isIntended = name.equals(lintedStatement.step().object())
                        && MaterializedView.MANUAL_DEACTIVATION_REASON.equals(
                                findInactiveReason(lintedStatement.catalogAfter(), name)
                                        .orElse(""));
                if (isDeactivated && !isIntended && remainsInactive(migration, lintedStatement, name)) {
                    affectedViews.add(name);
                }
            }
            if (!affectedViews.isEmpty()) {
                addFinding(lintedStatement, affectedViews, findings);
            }
        }
    }

    private static Optional<MaterializedView> findView(Catalog catalog, ObjectName name) {
        return catalog.findMaterializedView(name.database(), name.name());
    }

    private static boolean isActive(Catalog catalog, ObjectName name) {
        return findView(catalog, name).filter(MaterializedView::isActive).isPresent();
    }

    private static Optional<String> findInactiveReason(Catalog catalog, ObjectName name) {
        return findView(catalog, name).map(MaterializedView::inactiveReason);
    }

    /** Returns whether no later statement activates the view. */
    private static boolean remainsInactive(
            LintedMigration migration, LintedStatement lintedStatement, ObjectName name) {
        int statementIndex = migration.statements().indexOf(lintedStatement);
        return migration.statements().stream()
                .skip(statementIndex + 1)
                .noneMatch(laterStatement -> isActive(laterStatement.catalogAfter(), name));
    }

    private static void addFinding(
            LintedStatement lintedStatement, List<ObjectName> affectedViews, LintFindings findings) {
        List<String> descriptions = affectedViews.stream()
                .map(name -> name.toSqlName(lintedStatement.session()) + " ("
                        + findInactiveReason(lintedStatement.catalogAfter(), name)
                                .orElse("") + ")")
                .toList();
        findings.add(
                LintRule.INACTIVATES_VIEW,
                lintedStatement.subject(),
                Span.NONE,
                (affectedViews.size() == 1
                                ? "this materialized view becomes inactive: "
                                : "these materialized views become inactive: ")
                        + String.join(", ", descriptions),
                affectedViews.stream()
                        .map(name -> "ALTER MATERIALIZED VIEW "
                                + name.toSqlName(lintedStatement.session()).minimalSql()
                                + " ACTIVE")
                        .collect(Collectors.joining("; ", "Add to the migration: ", ".")));
    }
}
