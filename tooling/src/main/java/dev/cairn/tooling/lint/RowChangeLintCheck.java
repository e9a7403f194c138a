package dev.cairn.tooling.lint;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.engine.row.RowConditionEvaluator;
import dev.cairn.engine.row.TruthValue;
import dev.cairn.migration.RowOriginTracker;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds statements of migrations that change or replace all rows of a table or of its partitions. */
final class RowChangeLintCheck implements Linter.LintCheck {
    @Override
    public void check(LintInput input, LintFindings findings) {
        for (LintedMigration migration : input.migrations()) {
            // With this variable, INSERT OVERWRITE replaces only the partitions for which it has rows.
            boolean usesDynamicOverwrite = migration.statements().stream()
                    .anyMatch(lintedStatement -> lintedStatement
                            .subject()
                            .sql()
                            .toLowerCase(Locale.ROOT)
                            .contains("dynamic_overwrite"));
            migration.visitStatements(
                    input.profile(),
                    (lintedStatement, rowOrigins) -> lintedStatement
                            .findDml()
                            .ifPresent(dmlStatement -> checkStatement(
                                    lintedStatement, dmlStatement, rowOrigins, usesDynamicOverwrite, findings)));
        }
    }

    private static void checkStatement(
            LintedStatement lintedStatement,
            DmlStatement dmlStatement,
            RowOriginTracker rowOrigins,
            boolean usesDynamicOverwrite,
            LintFindings findings) {
        ObjectName name = lintedStatement.resolveObjectName(dmlStatement.target());
        Table table = lintedStatement
                .catalogBefore()
                .findTable(name.database(), name.name())
                .orElse(null);
        if (table == null || rowOrigins.findOrigin(name).isEmpty()) {
            return;
        }
        Predicate<QualifiedName> isTable = otherName -> !otherName.isExternal()
                && lintedStatement.resolveObjectName(otherName).equals(name);
        String tableName = TemporaryName.removePlannedSuffix(name.name());
        if (dmlStatement instanceof DmlStatement.Delete delete) {
            if (delete.using().isEmpty()
                    && delete.partitions() == null
                    && RowConditionEvaluator.evaluateDelete(delete, table, isTable) == TruthValue.ALWAYS) {
                addFinding(lintedStatement, delete.where(), "the statement deletes all rows of " + tableName, findings);
            }
        } else if (dmlStatement instanceof DmlStatement.Update update) {
            List<String> columnNames = update.assignments().stream()
                    .map(assignment -> assignment.column().text())
                    .filter(column -> rowOrigins.hadColumn(name, column))
                    .map(column -> tableName + "." + column)
                    .toList();
            if (!columnNames.isEmpty()
                    && update.from().isEmpty()
                    && RowConditionEvaluator.evaluate(update.where(), table, isTable) == TruthValue.ALWAYS) {
                addFinding(
                        lintedStatement,
                        update.where(),
                        "the statement changes " + String.join(", ", columnNames) + " in all rows",
                        findings);
            }
        } else if (dmlStatement instanceof DmlStatement.Insert insert) {
            boolean replacesAllRows = insert.isOverwrite()
                    && !insert.hasPseudoTable()
                    && insert.partitions() == null
                    && !usesDynamicOverwrite
                    && !readsAllRows(insert, name, lintedStatement);
            boolean isPartitioned = !(table.partitioning() instanceof Partitioning.None);
            if (replacesAllRows && isPartitioned) {
                findings.add(
                        LintRule.OVERWRITES_PARTITIONS,
                        lintedStatement.subject(),
                        insert.target().span(),
                        "the statement replaces all partitions of " + tableName
                                + ", including those for which it has no rows");
            } else if (replacesAllRows
                    && !rowOrigins.findUncopiedColumnNames(name, table).isEmpty()) {
                findings.add(
                        LintRule.DROPS_DATA,
                        lintedStatement.subject(),
                        insert.target().span(),
                        "the statement overwrites " + tableName);
            }
        }
    }

    private static void addFinding(
            LintedStatement lintedStatement, @Nullable Expression where, String message, LintFindings findings) {
        findings.add(
                LintRule.CHANGES_ALL_ROWS,
                lintedStatement.subject(),
                where == null ? Span.NONE : where.span(),
                message);
    }

    /** Returns whether the statement reads all rows of the table, and so writes them again. */
    private static boolean readsAllRows(
            DmlStatement.Insert insert, ObjectName tableName, LintedStatement lintedStatement) {
        if (!(insert.rowSource() instanceof DmlStatement.RowSource.QueriedRows queriedRows)) {
            return false;
        }
        return RowOriginTracker.readsAllRows(queriedRows.queryText().query(), tableName, lintedStatement.session());
    }
}
