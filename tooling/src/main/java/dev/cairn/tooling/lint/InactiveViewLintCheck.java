package dev.cairn.tooling.lint;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.StagingName;
import dev.cairn.sql.ast.Span;
import dev.cairn.tooling.lint.LintInput.LintedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds materialized views, of any database, that a migration makes inactive and does not activate again. {@link BrokenReaderLintCheck}
 * finds those that can't be activated.
 */
final class InactiveViewLintCheck implements Linter.LintCheck {
    @Override
    public void check(LintInput input, LintFindings findings) {
        for (LintedMigration migration : input.migrations()) {
            List<ObjectName> inactive =
                    ActivationAttempt.of(input.profile(), migration.catalogAfter()).activationOrder().stream()
                            .filter(name -> !StagingName.isStaging(name.name()) && !StagingName.isRetired(name.name()))
                            .toList();
            if (!inactive.isEmpty()) {
                checkMigration(input, migration, inactive, findings);
            }
        }
    }

    private static void checkMigration(
            LintInput input, LintedMigration migration, List<ObjectName> inactive, LintFindings findings) {
        for (LintedStatement statement : migration.statements()) {
            List<ObjectName> affected = new ArrayList<>();
            for (ObjectName name : inactive) {
                boolean here = isActive(statement.before(), name) && !isActive(statement.after(), name);
                boolean intended = name.equals(statement.step().object())
                        && MaterializedView.INACTIVE_BY_HAND.equals(
                                findInactiveReason(statement.after(), name).orElse(""));
                if (here && !intended && remainsInactive(migration, statement, name)) {
                    affected.add(name);
                }
            }
            if (!affected.isEmpty()) {
                addFinding(input, statement, affected, findings);
            }
        }
    }

    private static Optional<MaterializedView> findView(Catalog catalog, ObjectName name) {
        return catalog.database(name.database()).flatMap(database -> database.materializedView(name.name()));
    }

    private static boolean isActive(Catalog catalog, ObjectName name) {
        return findView(catalog, name).filter(MaterializedView::isActive).isPresent();
    }

    private static Optional<String> findInactiveReason(Catalog catalog, ObjectName name) {
        return findView(catalog, name).map(MaterializedView::inactiveReason);
    }

    /** Whether the view is inactive after all later statements. */
    private static boolean remainsInactive(LintedMigration migration, LintedStatement statement, ObjectName name) {
        int index = migration.statements().indexOf(statement);
        return migration.statements().stream()
                .skip(index + 1)
                .noneMatch(laterStatement -> isActive(laterStatement.after(), name));
    }

    private static void addFinding(
            LintInput input, LintedStatement statement, List<ObjectName> affected, LintFindings findings) {
        List<String> described = affected.stream()
                .map(name -> displayName(input, name) + " ("
                        + findInactiveReason(statement.after(), name).orElse("") + ")")
                .toList();
        findings.add(
                LintRule.INACTIVATES_VIEW,
                statement.subject(),
                Span.NONE,
                (affected.size() == 1
                                ? "this materialized view becomes inactive: "
                                : "these materialized views become inactive: ")
                        + String.join(", ", described),
                affected.stream()
                        .map(name -> "ALTER MATERIALIZED VIEW " + displayName(input, name) + " ACTIVE")
                        .collect(Collectors.joining("; ", "Add to the migration: ", ".")));
    }

    private static String displayName(LintInput input, ObjectName name) {
        return Objects.equals(name.database(), input.database()) ? name.name() : name.toString();
    }
}
