package dev.cairn.tooling.lint;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.engine.alter.AlterClauseKind;
import dev.cairn.migration.RowLoss;
import dev.cairn.migration.RowOriginTracker;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.StepLint;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.ClusterStatement.DropClusterObject;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.AlterTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reports the lints of a plan's steps, and the data that steps drop. Lints about rows are omitted for tables whose rows
 * the migration itself has written.
 */
final class StepLintCheck implements Linter.LintCheck {
    private static final String PRIVILEGES_REMEDY =
            "Nothing in the other system is lost. If the migration creates it again, grant the privileges again afterwards: run the"
                    + " statements of \"cairn grants\", and those for other users and roles.";
    private static final String OFFSETS_REMEDY =
            "Note the offsets that SHOW ROUTINE LOAD shows in Progress, so that another load can continue with the next ones.";

    @Override
    public void check(LintInput input, LintFindings findings) {
        for (LintedMigration migration : input.migrations()) {
            migration.visitStatements(
                    input.profile(),
                    (lintedStatement, rowOrigins) -> checkStatement(input, lintedStatement, rowOrigins, findings));
        }
    }

    private static void checkStatement(
            LintInput input, LintedStatement lintedStatement, RowOriginTracker rowOrigins, LintFindings findings) {
        for (Marker marker : lintedStatement.step().action().markers()) {
            if (marker instanceof Marker.UnfilledColumns unfilledColumns) {
                findings.add(
                        LintRule.UNFILLED_COLUMN,
                        lintedStatement.subject(),
                        "the statement writes NULL to " + unfilledColumns.columnList()
                                + ", which must not be NULL, and fails if there is a row");
            }
        }
        for (StepLint lint : lintedStatement.step().lints()) {
            LintRule rule = lint.rule();
            if (rule == null) {
                continue;
            }
            switch (rule) {
                case IGNORED_PROPERTY, LACKS_VALUES -> findings.add(rule, lintedStatement.subject(), lint.message());
                case REWRITES_TABLE,
                        BUILDS_ROLLUP,
                        SHORTENS_RETENTION,
                        LOSES_DEFAULT,
                        NOT_NULL_WITHOUT_DEFAULT,
                        COPY_FAILS,
                        LOSES_VALUES,
                        MERGES_ROWS -> {
                    if (mayAffectExistingRows(lintedStatement, lint, rowOrigins)) {
                        findings.add(rule, lintedStatement.subject(), describeLint(input, lintedStatement, rule, lint));
                    }
                }
                default -> {
                    // other checks report these rules, because they need the whole migration or the access rules
                }
            }
        }
        describeDroppedData(lintedStatement, rowOrigins)
                .ifPresent(description -> findings.add(
                        LintRule.DROPS_DATA,
                        lintedStatement.subject(),
                        Span.NONE,
                        "the statement " + description,
                        describeDropRemedy(lintedStatement, rowOrigins)));
    }

    private static String describeDropRemedy(LintedStatement lintedStatement, RowOriginTracker rowOrigins) {
        if (lintedStatement.statement().orElse(null) instanceof Statement.DropTable dropTable) {
            Optional<ObjectName> origin = rowOrigins.findOrigin(lintedStatement.resolveObjectName(dropTable.table()));
            return origin.flatMap(name -> findNewTableElsewhere(lintedStatement.catalogBefore(), name, rowOrigins)
                            .map(newName -> "If the table moves to another database, copy its rows first: INSERT INTO "
                                    + newName + " … SELECT … FROM " + name + "."))
                    .orElse(LintRule.DROPS_DATA.remedy());
        }
        if (lintedStatement.statement().orElse(null) instanceof DropClusterObject dropStatement) {
            if (dropStatement.kind().securedKind().isPresent()) {
                return PRIVILEGES_REMEDY;
            }
            if (dropStatement.kind().fillsTable()) {
                return OFFSETS_REMEDY;
            }
        }
        return LintRule.DROPS_DATA.remedy();
    }

    /** Returns the table of the same name in another database that the migration has created. */
    private static Optional<ObjectName> findNewTableElsewhere(
            Catalog catalog, ObjectName name, RowOriginTracker rowOrigins) {
        for (Map.Entry<String, Database> databaseEntry : catalog.databases()) {
            ObjectName otherName = new ObjectName(databaseEntry.getKey(), name.name());
            if (!otherName.equals(name)
                    && databaseEntry.getValue().findTable(name.name()).isPresent()
                    && rowOrigins.findOrigin(otherName).isEmpty()) {
                return Optional.of(otherName);
            }
        }
        return Optional.empty();
    }

    /** Returns false only if the lint is about a table that had no rows before the migration. */
    private static boolean mayAffectExistingRows(
            LintedStatement lintedStatement, StepLint lint, RowOriginTracker rowOrigins) {
        ObjectName targetName = lintedStatement.step().object();
        if (targetName == null) {
            return true;
        }
        ObjectName affectedName = targetName.withName(lint.subject().split("\\.", 2)[0]);
        boolean isTable = lintedStatement
                .catalogBefore()
                .findTable(affectedName.database(), affectedName.name())
                .isPresent();
        return !isTable || rowOrigins.findOrigin(affectedName).isPresent();
    }

    /** Returns the data that a statement drops and that nothing copied before. */
    private static Optional<String> describeDroppedData(LintedStatement lintedStatement, RowOriginTracker rowOrigins) {
        Optional<String> lintMessage = lintedStatement.step().lints().stream()
                .filter(lint -> lint.rule() == LintRule.DROPS_DATA)
                .map(StepLint::message)
                .findFirst();
        Statement statement = lintedStatement.statement().orElse(null);
        if (statement instanceof Statement.DropTable dropTable) {
            return dropTable.isTemporary()
                    ? Optional.empty()
                    : describeDroppedRows(
                            lintedStatement,
                            lintedStatement.resolveObjectName(dropTable.table()),
                            "drops ",
                            rowOrigins);
        }
        if (statement instanceof Statement.TruncateTable truncateTable) {
            ObjectName name = lintedStatement.resolveObjectName(truncateTable.table());
            return truncateTable.partitions() == null
                    ? describeDroppedRows(lintedStatement, name, "empties ", rowOrigins)
                    : lintMessage.filter(message -> rowOrigins.findOrigin(name).isPresent());
        }
        if (statement instanceof AlterTable alterTable) {
            return describeDroppedParts(lintedStatement, alterTable, lintMessage, rowOrigins);
        }
        // RowChangeLintCheck describes INSERT OVERWRITE, DELETE and UPDATE.
        return lintMessage.filter(message -> !(statement instanceof Statement.OpaqueStatement));
    }

    private static Optional<String> describeDroppedRows(
            LintedStatement lintedStatement, ObjectName name, String verb, RowOriginTracker rowOrigins) {
        Optional<Table> table = lintedStatement.catalogBefore().findTable(name.database(), name.name());
        if (table.isEmpty()) {
            return Optional.empty();
        }
        List<RowLoss> losses = rowOrigins.findRowLosses(name, table.get());
        List<String> droppedParts = losses.stream()
                .filter(loss -> loss.kind() == RowLoss.Kind.TABLE || loss.kind() == RowLoss.Kind.COLUMN)
                .map(RowLoss::subject)
                .toList();
        List<String> descriptions = new ArrayList<>();
        if (!droppedParts.isEmpty()) {
            descriptions.add(verb + String.join(", ", droppedParts));
        }
        losses.stream()
                .filter(loss -> loss.kind() == RowLoss.Kind.ROWS)
                .map(RowLoss::description)
                .forEach(descriptions::add);
        return descriptions.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", descriptions));
    }

    /** Returns the parts that an ALTER TABLE drops; another lint reports the lost values of a changed column. */
    private static Optional<String> describeDroppedParts(
            LintedStatement lintedStatement,
            AlterTable alterTable,
            Optional<String> lintMessage,
            RowOriginTracker rowOrigins) {
        ObjectName name = lintedStatement.resolveObjectName(alterTable.table());
        Optional<Table> table = lintedStatement.catalogBefore().findTable(name.database(), name.name());
        if (table.isEmpty() || rowOrigins.findOrigin(name).isEmpty()) {
            return Optional.empty();
        }
        boolean isRebuild = lintedStatement.step().action().isMarked(Marker.Rebuild.class);
        List<String> uncopiedColumns = rowOrigins.findUncopiedColumnNames(name, table.get());
        List<String> droppedParts = new ArrayList<>();
        for (AlterClause clause : alterTable.clauses()) {
            if (isRebuild && clause instanceof AlterClause.ReplacePartitions) {
                lintMessage.ifPresent(droppedParts::add);
                rowOrigins.findPartitionLosses(name, table.get()).forEach(loss -> droppedParts.add(loss.description()));
                continue;
            }
            boolean keepsColumn = clause instanceof AlterClause.ModifyColumn
                    || (clause instanceof AlterClause.DropColumn dropColumn
                            && uncopiedColumns.stream().noneMatch(dropColumn.column()::equalsIgnoreCase));
            if (!keepsColumn) {
                AlterClauseKind.of(clause)
                        .describeDestroyedData(table.get(), clause)
                        .ifPresent(droppedParts::add);
            }
        }
        return droppedParts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", droppedParts));
    }

    /** Returns the message of a lint. If the lint is about a cost, the message contains the size of the table. */
    private static String describeLint(LintInput input, LintedStatement lintedStatement, LintRule rule, StepLint lint) {
        ObjectName objectName = lintedStatement.step().object();
        return objectName != null && rule.family() == LintRule.Family.COSTS
                ? lint.message() + CostLintCheck.describeStatistics(input.statistics(), objectName)
                : lint.message();
    }
}
