package dev.cairn.plan.change;

import dev.cairn.analysis.type.TypeFit;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.plan.lint.Lints;
import dev.cairn.plan.step.Fill;
import dev.cairn.plan.step.ValueLoss;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Copies the rows of a table into one of a different structure. Each column that is written has an expression over
 * the old table: the converted value of the old column, or the value given for it. Old values that occur in no
 * expression are a loss.
 *
 * <p>Generated columns are not written, but read like any other column: one that is no longer generated keeps its
 * values.
 */
final class RowCopy {
    private final QualifiedName source;
    private final Table sourceTable;
    private final Table targetTable;
    private final CreateTable targetStatement;
    private final Map<String, String> oldNames;
    private final Map<String, Expression> fills;
    private final List<String> columns = new ArrayList<>();
    private final List<String> values = new ArrayList<>();
    /** The parts of the old rows that the new rows do not contain. */
    final List<String> losses = new ArrayList<>();

    /** The columns that require a value and have none. */
    final List<String> unfilled = new ArrayList<>();

    /** Whether the copy keeps the values of the AUTO_INCREMENT column. */
    boolean writesCountedValues;

    /**
     * @param source the name of the old table in a statement
     * @param oldNames old names of renamed columns, by the new name
     * @param fills values for rows that have none, by the column's name in lower case
     */
    RowCopy(
            QualifiedName source,
            Table from,
            Table to,
            CreateTable target,
            Map<String, String> oldNames,
            Map<String, Expression> fills) {
        this.source = source;
        this.sourceTable = from;
        this.targetTable = to;
        this.targetStatement = target;
        this.oldNames = oldNames;
        this.fills = fills;
        to.writableColumns().forEach(this::add);
        from.columns().forEach(this::addLosses);
        if (to.hasNoPartition() && !from.hasNoPartition()) {
            losses.add("drops the rows of " + from.name() + " for which the new table has no partition");
        }
        if (Lints.mergesRows(from, to, oldNames)) {
            losses.add(
                    to.model() == KeyModel.AGGREGATE
                            ? "merges rows of " + from.name() + " with the same key"
                            : "keeps one row of " + from.name() + " for each key");
        }
    }

    private String oldName(Column column) {
        return oldNames.getOrDefault(column.name(), column.name());
    }

    private void add(Column column) {
        Type written = writtenType(column);
        Optional<Expression> fill = Optional.ofNullable(fills.get(Fill.key(column.name())))
                .map(value -> new Expression.Cast("CAST", value, written, Span.NONE));
        Optional<Column> oldColumn = sourceTable.column(oldName(column));
        Optional<Expression> copied =
                oldColumn.flatMap(foundColumn -> convert(foundColumn, column)).map(ConvertedValue::expression);
        if (copied.isPresent()) {
            boolean mayLackValues = oldColumn.orElseThrow().nullable() && !column.nullable();
            addValue(
                    column,
                    fill.isPresent() && mayLackValues
                            ? ConvertedValue.createCall("coalesce", copied.get(), fill.get())
                            : copied.get());
            writesCountedValues |= column.isAutoIncrement();
        } else if (fill.isPresent()) {
            addValue(column, fill.get());
        } else if (!column.nullable() && column.defaultValue() == null && !column.isAutoIncrement()) {
            // No value can be derived here: if there are rows, the statement fails until a value is written into
            // it.
            unfilled.add(column.name());
            addValue(column, ConvertedValue.createNull(written));
        } else if (mustBeGiven(column)) {
            addValue(column, initialValue(column, written));
        }
    }

    /**
     * Whether a generated column reads the column. An INSERT into a PRIMARY KEY table computes generated columns from
     * the columns that it names.
     */
    private boolean mustBeGiven(Column column) {
        return targetTable.model() == KeyModel.PRIMARY
                && !column.isKey()
                && !column.isAutoIncrement()
                && targetTable.columns().stream()
                        .map(Column::generatedValue)
                        .filter(Objects::nonNull)
                        .anyMatch(generated -> generated.columnNames().stream().anyMatch(column::is));
    }

    /** Returns the value that an INSERT without the column would store. */
    private static Expression initialValue(Column column, Type written) {
        ColumnDefault value = column.defaultValue();
        if (value instanceof ColumnDefault.TextDefault text) {
            return new Expression.Cast("CAST", new Expression.Text(text.value(), '\'', Span.NONE), written, Span.NONE);
        } else if (value instanceof ColumnDefault.CurrentTimestamp time) {
            return time.precision() == null
                    ? ConvertedValue.createCall("now")
                    : ConvertedValue.createCall(
                            "now",
                            new Expression.Number(
                                    String.valueOf(time.precision()), Expression.Number.Kind.INTEGER, Span.NONE));
        } else if (value instanceof ColumnDefault.FunctionDefault function) {
            return Expression.Call.of(Sql.render(function.name()), List.of(), Span.NONE);
        }
        return value instanceof ColumnDefault.ComputedDefault computed
                ? computed.expression()
                : ConvertedValue.createNull(written);
    }

    private void addValue(Column column, Expression value) {
        columns.add(Sql.render(QualifiedName.of(column.name())));
        values.add(Sql.render(value));
    }

    private Type writtenType(Column column) {
        return Objects.requireNonNull(targetStatement
                .columns()
                .get(targetTable.columns().indexOf(column))
                .type());
    }

    /** States of different aggregate functions are incompatible even if their types are equal. */
    private Optional<ConvertedValue> convert(Column oldColumn, Column column) {
        boolean states = oldColumn.aggregation() instanceof Aggregation.State
                || column.aggregation() instanceof Aggregation.State;
        return states && !Objects.equals(oldColumn.aggregation(), column.aggregation())
                ? Optional.empty()
                : ConvertedValue.of(reference(oldColumn), oldColumn.type(), column.type(), writtenType(column));
    }

    /** A struct column with the name of its table is qualified, since {@code geo.lat} would be ambiguous. */
    private Expression reference(Column column) {
        boolean ambiguous = column.is(sourceTable.name()) && TypeFit.isStruct(column.type());
        return new Expression.Reference(
                ambiguous ? QualifiedName.of(sourceTable.name(), column.name()) : QualifiedName.of(column.name()),
                Span.NONE);
    }

    private void addLosses(Column oldColumn) {
        Optional<Column> keptColumn = targetTable.columns().stream()
                .filter(column -> oldName(column).equalsIgnoreCase(oldColumn.name()))
                .findFirst();
        boolean computed = oldColumn.generatedValue() != null;
        if (keptColumn.isEmpty()) {
            if (!computed) {
                losses.add("drops " + describeColumn(oldColumn));
            }
        } else if (keptColumn.get().generatedValue() != null) {
            if (!computed) {
                losses.add(
                        "replaces the values of " + describeColumn(oldColumn) + ", which becomes a generated column");
            }
        } else {
            Optional<ConvertedValue> converted = convert(oldColumn, keptColumn.get());
            if (converted.isEmpty()) {
                losses.add("drops " + describeColumn(oldColumn));
            } else {
                converted
                        .get()
                        .losses()
                        .forEach(loss ->
                                describeLoss(oldColumn, keptColumn.get(), loss).ifPresent(losses::add));
            }
        }
    }

    private String describeColumn(Column oldColumn) {
        return sourceTable.name() + "." + oldColumn.name();
    }

    /** Describes a loss; empty if the copy fails at such a value, so that none is lost. */
    private Optional<String> describeLoss(Column oldColumn, Column keptColumn, ConvertedValue.Loss loss) {
        boolean whole = loss.path().isEmpty();
        String part =
                whole ? describeColumn(oldColumn) : describeColumn(oldColumn) + "." + String.join(".", loss.path());
        ConvertedValue.TypePair types = loss.types();
        if (types == null) {
            return Optional.of("drops " + part);
        }
        // A part of a value may be NULL even if the value must not be.
        ValueLoss.Outcome outcome = keptColumn.nullable() || !whole
                ? ValueLoss.Outcome.NULL
                : oldColumn.nullable() && fills.containsKey(Fill.key(keptColumn.name()))
                        ? ValueLoss.Outcome.FILLED
                        : ValueLoss.Outcome.REFUSED;
        ValueLoss lost = new ValueLoss(part, types.sourceType(), types.targetType(), outcome);
        return lost.isRefusal()
                ? Optional.empty()
                : Optional.of(lost.describe(source, findValue(oldColumn, loss.path())));
    }

    /** Returns the expression of a part of a value in a query of the old table; empty inside of arrays and maps. */
    private Optional<Expression> findValue(Column oldColumn, List<String> path) {
        if (path.contains(ConvertedValue.ELEMENT)) {
            return Optional.empty();
        }
        List<Name> parts = new ArrayList<>(
                ((Expression.Reference) reference(oldColumn)).name().parts());
        path.forEach(field -> parts.add(Name.of(field)));
        return Optional.of(new Expression.Reference(new QualifiedName(parts), Span.NONE));
    }

    /**
     * Returns the INSERT that copies the rows; empty if no column receives a value, or if no partition accepts rows.
     */
    Optional<Statement> createStatement(QualifiedName targetName) {
        if (columns.isEmpty() || targetTable.hasNoPartition()) {
            return Optional.empty();
        }
        return Optional.of(Sql.parse("INSERT INTO " + Sql.render(targetName) + " (" + String.join(", ", columns)
                + ")\nSELECT " + String.join(", ", values) + "\nFROM " + Sql.render(source)));
    }
}
