package dev.cairn.plan.lint;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.StepLint;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.plan.step.ValueLoss;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the columns with values that the new table of a rebuild can't hold: NULL, a string that is too long, or a
 * number that does not fit. The copy fails at the first such row, so nothing is lost.
 */
record CopyFailures(QualifiedName sourceSqlName, Table sourceTable, Table targetTable) {
    /** Returns a lint for each column at which the copy of a rebuild may fail; an empty list for other statements. */
    static List<StepLint> findAll(SimulatedAction simulatedAction) {
        ObjectName target = simulatedAction.target();
        if (target == null
                || !TemporaryName.isStaging(target.name())
                || !(simulatedAction.action().statement() instanceof Statement.OpaqueStatement opaqueStatement)
                || !opaqueStatement.changesRows()
                || !(Sql.parseDml(opaqueStatement) instanceof DmlStatement.Insert insert)
                || !(insert.rowSource() instanceof DmlStatement.RowSource.QueriedRows queriedRows)
                || !(queriedRows.queryText().query().body() instanceof Query.Select select)) {
            return List.of();
        }
        if (select.from().size() != 1
                || select.where() != null
                || !(select.from().get(0) instanceof Relation.Named sourceRelation)) {
            return List.of();
        }
        ObjectName sourceName = ObjectName.resolve(sourceRelation.name(), simulatedAction.sessionBefore());
        Optional<Table> sourceTable =
                simulatedAction.catalogBefore().findTable(sourceName.database(), sourceName.name());
        Optional<Table> targetTable = simulatedAction.catalogBefore().findTable(target.database(), target.name());
        return sourceTable.isPresent() && targetTable.isPresent()
                ? new CopyFailures(sourceRelation.name(), sourceTable.get(), targetTable.get())
                        .findAll(insert.columns(), select.items())
                : List.of();
    }

    /**
     * Returns the lints for a query of the copy.
     *
     * @param writtenNames the columns that the statement names; empty if it does not name columns
     */
    private List<StepLint> findAll(List<Name> writtenNames, List<Query.SelectItem> selectItems) {
        List<Name> columnNames = writtenNames.isEmpty()
                ? targetTable.writableColumns().stream()
                        .map(column -> Name.of(column.name()))
                        .toList()
                : writtenNames;
        List<StepLint> lints = new ArrayList<>();
        for (int i = 0; i < Math.min(columnNames.size(), selectItems.size()); i++) {
            Optional<Column> targetColumn =
                    targetTable.findColumn(columnNames.get(i).text());
            Optional<Column> sourceColumn =
                    findCopiedColumn(selectItems.get(i)).flatMap(name -> sourceTable.findColumn(name.text()));
            if (sourceColumn.isPresent() && targetColumn.isPresent()) {
                addLints(lints, sourceColumn.get(), targetColumn.get());
            }
        }
        return lints;
    }

    /** Returns the column whose values an item returns, possibly cast; empty if the item is another expression. */
    private static Optional<Name> findCopiedColumn(Query.SelectItem item) {
        if (!(item instanceof Query.SelectItem.Value selectedValue)) {
            return Optional.empty();
        }
        Expression copiedExpression = selectedValue.value().unwrap();
        return (copiedExpression instanceof Expression.Cast cast ? cast.value().unwrap() : copiedExpression)
                .findColumnName();
    }

    private void addLints(List<StepLint> lints, Column sourceColumn, Column targetColumn) {
        String qualifiedName = TemporaryName.removePlannedSuffix(targetTable.name()) + "." + targetColumn.name();
        if (sourceColumn.isNullable() && !targetColumn.isNullable()) {
            Expression nullTest = new Expression.IsNull(
                    false, Expression.Reference.of(Name.of(sourceColumn.name()), Span.NONE), Span.NONE);
            lints.add(new StepLint(
                    LintRule.COPY_FAILS,
                    qualifiedName,
                    qualifiedName + " becomes NOT NULL: rows without a value make the copy fail (SELECT count(*) FROM "
                            + Sql.render(sourceSqlName) + " WHERE " + Sql.render(nullTest) + " counts them)"));
        }
        ValueLoss.findInCopy(qualifiedName, sourceColumn, targetColumn)
                .filter(ValueLoss::makesCopyFail)
                .ifPresent(loss -> lints.add(new StepLint(
                        LintRule.COPY_FAILS,
                        qualifiedName,
                        loss.describeWithCount(sourceSqlName, ValueLoss.columnValue(sourceColumn)))));
    }
}
