package dev.cairn.plan.lint;

import dev.cairn.analysis.type.TypeConvertibility;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.plan.part.ColumnOrigins;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.StepLint;
import dev.cairn.plan.step.ValueLoss;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.QualifiedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The lints of the changed columns of a table: consequences for its rows and for statements that insert rows. */
public record ColumnLints(Table tableBefore, Table tableAfter) {
    /**
     * Returns the lints of all columns that differ.
     *
     * @param tableName the name of the table in messages
     * @param sqlName the name of the table as a statement spells it
     * @param alterationCost the cost of the statement that alters the table; empty if its rows were copied into another
     *     table
     */
    List<StepLint> findAll(String tableName, QualifiedName sqlName, Optional<ChangeCost> alterationCost) {
        List<StepLint> lints = new ArrayList<>();
        // The identities of columns of two tables are unrelated.
        ColumnOrigins origins =
                new ColumnOrigins(tableBefore, alterationCost.isPresent() ? findOldNameByNewName() : Map.of());
        for (Column column : tableAfter.columns()) {
            Optional<Column> oldColumn = origins.findOrigin(column);
            String qualifiedName = tableName + "." + column.name();
            if (oldColumn.isPresent()) {
                addLostDefaultLint(lints, qualifiedName, oldColumn.get(), column);
                alterationCost
                        .map(cost -> ValueLoss.findInAlteration(qualifiedName, oldColumn.get(), column, cost))
                        .orElseGet(() -> ValueLoss.findInCopy(qualifiedName, oldColumn.get(), column))
                        .filter(loss -> !loss.makesCopyFail()) // the copy then fails, which CopyFailures reports
                        .map(loss -> new StepLint(
                                LintRule.LOSES_VALUES,
                                qualifiedName,
                                loss.describeWithCount(sqlName, ValueLoss.columnValue(oldColumn.get()))))
                        .ifPresent(lints::add);
            }
            if (column.requiresValue()
                    && oldColumn.filter(Column::requiresValue).isEmpty()) {
                lints.add(new StepLint(
                        LintRule.NOT_NULL_WITHOUT_DEFAULT,
                        qualifiedName,
                        qualifiedName + " is NOT NULL and has no default: an INSERT without a value for it "
                                + (tableAfter.model() == KeyModel.PRIMARY && !column.isKey()
                                        ? "stores 0, an empty text or the like in a new row"
                                        : "fails")));
            }
        }
        if (mayMergeRows(origins, column -> false)) {
            lints.add(new StepLint(
                    LintRule.MERGES_ROWS, tableName, "rows of " + tableName + " whose keys become equal are merged"));
        }
        return lints;
    }

    private static void addLostDefaultLint(
            List<StepLint> lints, String qualifiedName, Column oldColumn, Column column) {
        if (oldColumn.defaultValue() != null && column.defaultValue() == null) {
            lints.add(new StepLint(LintRule.LOSES_DEFAULT, qualifiedName, qualifiedName + " loses its default"));
        }
    }

    /** Returns the old names of renamed columns, by the new name: RENAME keeps the identity of a column. */
    private Map<String, String> findOldNameByNewName() {
        Map<String, String> oldNameByNewName = new HashMap<>();
        for (Column column : tableAfter.columns()) {
            tableBefore.columns().stream()
                    .filter(oldColumn -> oldColumn.id().equals(column.id()) && !oldColumn.isNamed(column.name()))
                    .forEach(oldColumn -> oldNameByNewName.put(column.name(), oldColumn.name()));
        }
        return oldNameByNewName;
    }

    /**
     * Returns whether rows may get equal keys; they are then merged, or all but one of them are lost.
     *
     * @param isFilled returns whether a new column gets a specified value in each row
     */
    private boolean mayMergeRows(ColumnOrigins origins, Predicate<Column> isFilled) {
        boolean isNumbered = tableAfter.keyColumns().stream()
                .anyMatch(column ->
                        column.isAutoIncrement() && origins.findOrigin(column).isEmpty() && !isFilled.test(column));
        if (tableAfter.model() == KeyModel.DUPLICATE || isNumbered) {
            return false;
        }
        boolean keysStayDistinct = tableBefore.model() != KeyModel.DUPLICATE
                && tableBefore.keyColumns().stream().allMatch(keyColumn -> staysDistinct(keyColumn, origins));
        return !keysStayDistinct;
    }

    /**
     * Describes the rows that are lost because they get the same key; empty if different keys stay different.
     *
     * @param origins the columns of the old table from which the columns of the new table get their values
     * @param isFilled returns whether a new column gets a specified value in each row
     */
    public Optional<String> describeMergedRows(ColumnOrigins origins, Predicate<Column> isFilled) {
        if (!mayMergeRows(origins, isFilled)) {
            return Optional.empty();
        }
        return Optional.of(
                tableAfter.model() == KeyModel.AGGREGATE
                        ? "merges rows of " + tableBefore.name() + " with the same key"
                        : "keeps one row of " + tableBefore.name() + " for each key");
    }

    /** Returns whether distinct values of a key column stay distinct in the key of the table afterwards. */
    private boolean staysDistinct(Column keyColumn, ColumnOrigins origins) {
        return tableAfter.keyColumns().stream()
                .filter(column ->
                        origins.findOrigin(column).filter(keyColumn::equals).isPresent())
                .anyMatch(column ->
                        TypeConvertibility.of(keyColumn.type(), column.type()) == TypeConvertibility.LOSSLESS);
    }
}
