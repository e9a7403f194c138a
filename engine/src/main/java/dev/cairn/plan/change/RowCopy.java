package dev.cairn.plan.change;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.plan.lint.ColumnLints;
import dev.cairn.plan.part.ColumnOrigins;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Copies the rows of a table into one of a different structure. Each written column has an expression over the old
 * table: the converted value of the old column, or the value that was specified for it. Old values that occur in no
 * expression are a loss.
 *
 * <p>Generated columns are not written, but read like any other column: one that is no longer generated keeps its
 * values.
 */
final class RowCopy {
    private final QualifiedName sourceName;
    private final Table sourceTable;
    private final Table targetTable;
    private final CreateTable targetStatement;
    private final ColumnOrigins columnOrigins;
    private final Map<String, Expression> fillValueByColumnKey;
    private final List<String> columnSqls = new ArrayList<>();
    private final List<String> expressionSqls = new ArrayList<>();

    /** Descriptions of what the new rows do not contain, such as {@code drops orders.note}. */
    final List<String> losses = new ArrayList<>();

    /** The names of the columns that require a value, but do not get one. */
    final List<String> unfilledColumnNames = new ArrayList<>();

    /** Whether the copy keeps the values of the AUTO_INCREMENT column. */
    boolean copiesAutoIncrementValues;

    /**
     * @param sourceName the name of the old table as a statement spells it
     * @param columnOrigins determines the column of the old table from which a column of the new table gets its values
     * @param fillValueByColumnKey the values for rows without a value, by the name of the column in lower case
     */
    RowCopy(
            QualifiedName sourceName,
            ColumnOrigins columnOrigins,
            Table targetTable,
            CreateTable targetStatement,
            Map<String, Expression> fillValueByColumnKey) {
        this.sourceName = sourceName;
        this.sourceTable = columnOrigins.tableBefore();
        this.targetTable = targetTable;
        this.targetStatement = targetStatement;
        this.columnOrigins = columnOrigins;
        this.fillValueByColumnKey = fillValueByColumnKey;
        targetTable.writableColumns().forEach(this::addColumn);
        sourceTable.columns().forEach(this::addLosses);
        if (targetTable.hasNoPartition() && !sourceTable.hasNoPartition()) {
            losses.add("drops the rows of " + sourceTable.name() + " for which the new table has no partition");
        }
        new ColumnLints(sourceTable, targetTable)
                .describeMergedRows(columnOrigins, this::isFilled)
                .ifPresent(losses::add);
    }

    /**
     * Adds the expression of a column: the copied value, with the specified value in place of NULL if it must not be
     * NULL; or else the specified value; or else a value that the server would store. A column that the INSERT need not
     * name gets no expression.
     */
    private void addColumn(Column column) {
        Type writtenType = writtenType(column);
        Optional<Expression> fillValue = Optional.ofNullable(fillValueByColumnKey.get(Column.toKey(column.name())))
                .map(value -> new Expression.Cast("CAST", value, writtenType, Span.NONE));
        Optional<Column> oldColumn = columnOrigins.findOrigin(column);
        Optional<Expression> copiedValue = oldColumn
                .flatMap(existingColumn ->
                        createColumnCopy(existingColumn, column).convertValue(writtenType))
                .map(ConvertedValue::expression);
        if (copiedValue.isPresent()) {
            boolean mayLackValues = oldColumn.orElseThrow().isNullable() && !column.isNullable();
            addValue(
                    column,
                    fillValue.isPresent() && mayLackValues
                            ? ConvertedValue.createCall("coalesce", copiedValue.get(), fillValue.get())
                            : copiedValue.get());
            copiesAutoIncrementValues |= column.isAutoIncrement();
        } else if (fillValue.isPresent()) {
            addValue(column, fillValue.get());
        } else if (!column.isNullable() && PrimitiveType.of(column.type()).isMetric()) {
            addValue(column, createEmptySketch(column));
        } else if (!column.isNullable() && column.defaultValue() == null && !column.isAutoIncrement()) {
            // No value can be derived: if the table has rows, the statement fails until the developer writes a value
            // into it.
            unfilledColumnNames.add(column.name());
            addValue(column, ConvertedValue.createTypedNull(writtenType));
        } else if (mustBeWritten(column)) {
            addValue(column, createInitialValue(column, writtenType));
        }
    }

    /** Returns the value that ADD COLUMN gives rows in a BITMAP, HLL or PERCENTILE. */
    private static Expression createEmptySketch(Column column) {
        return ConvertedValue.createCall(PrimitiveType.of(column.type()).name().toLowerCase(Locale.ROOT) + "_empty");
    }

    /**
     * Returns whether the column must be written because a generated column reads it: an INSERT into a PRIMARY KEY
     * table computes generated columns only from the columns that it names.
     */
    private boolean mustBeWritten(Column column) {
        return targetTable.model() == KeyModel.PRIMARY
                && !column.isKey()
                && !column.isAutoIncrement()
                && targetTable.columns().stream()
                        .map(Column::generatedValue)
                        .filter(Objects::nonNull)
                        .anyMatch(expression ->
                                expression.collectReferenceNames().stream().anyMatch(column::isNamed));
    }

    /** Returns the value that an INSERT without the column would store. */
    private static Expression createInitialValue(Column column, Type writtenType) {
        ColumnDefault defaultValue = column.defaultValue();
        if (defaultValue instanceof ColumnDefault.TextDefault textDefault) {
            return new Expression.Cast(
                    "CAST", new Expression.StringLiteral(textDefault.value(), '\'', Span.NONE), writtenType, Span.NONE);
        } else if (defaultValue instanceof ColumnDefault.CurrentTimestamp currentTimestamp) {
            return currentTimestamp.precision() == null
                    ? ConvertedValue.createCall("now")
                    : ConvertedValue.createCall(
                            "now",
                            new Expression.NumberLiteral(
                                    String.valueOf(currentTimestamp.precision()),
                                    Expression.NumberLiteral.Kind.INTEGER,
                                    Span.NONE));
        } else if (defaultValue instanceof ColumnDefault.FunctionDefault functionDefault) {
            return Expression.Call.of(Sql.render(functionDefault.name()), List.of(), Span.NONE);
        }
        return defaultValue instanceof ColumnDefault.ComputedDefault computedDefault
                ? computedDefault.expression()
                : ConvertedValue.createTypedNull(writtenType);
    }

    private void addValue(Column column, Expression value) {
        columnSqls.add(Sql.render(QualifiedName.of(column.name())));
        expressionSqls.add(Sql.render(value));
    }

    private Type writtenType(Column column) {
        return Objects.requireNonNull(targetStatement
                .columns()
                .get(targetTable.columns().indexOf(column))
                .type());
    }

    private ColumnCopy createColumnCopy(Column oldColumn, Column column) {
        return new ColumnCopy(sourceName, sourceTable, oldColumn, column, isFilled(column));
    }

    private boolean isFilled(Column column) {
        return fillValueByColumnKey.containsKey(Column.toKey(column.name()));
    }

    private void addLosses(Column oldColumn) {
        Optional<Column> targetColumn = targetTable.columns().stream()
                .filter(column -> columnOrigins
                        .findOrigin(column)
                        .filter(oldColumn::equals)
                        .isPresent())
                .findFirst();
        if (targetColumn.isPresent()) {
            losses.addAll(createColumnCopy(oldColumn, targetColumn.get()).describeLosses());
        } else if (oldColumn.generatedValue() == null) {
            losses.add("drops " + sourceTable.name() + "." + oldColumn.name());
        }
    }

    /**
     * Returns the INSERT that copies the rows; empty if no column receives a value, or if no partition accepts rows.
     */
    Optional<Statement> createInsert(QualifiedName targetName) {
        if (columnSqls.isEmpty() || targetTable.hasNoPartition()) {
            return Optional.empty();
        }
        return Optional.of(Sql.parse("INSERT INTO " + Sql.render(targetName) + " (" + String.join(", ", columnSqls)
                + ")\nSELECT " + String.join(", ", expressionSqls) + "\nFROM " + Sql.render(sourceName)));
    }
}
