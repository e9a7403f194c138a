package dev.cairn.embedded.rows.table;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.SystemTable;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.Answer.ResultColumn;
import dev.cairn.embedded.query.ResultColumnTypeMapping;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.RelationRows;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows about the server: the answer to a SHOW statement, or a table of {@code information_schema}. The rows are added
 * after the creation, one by one.
 */
public final class Listing {
    private static final String CELLS_COLUMN = "cells";

    private final List<ListingColumn> columns;
    private final List<List<@Nullable String>> rows = new ArrayList<>();

    public Listing(List<ListingColumn> columns) {
        this.columns = List.copyOf(columns);
    }

    /**
     * A column of a listing.
     *
     * @param hasFixedValue whether all rows have the same value
     * @param fixedValue the fixed value; null for NULL
     * @param isNullable whether a system table shows the column as nullable
     * @param comment the comment of the column in a system table
     */
    public record ListingColumn(
            String name,
            Type type,
            boolean hasFixedValue,
            @Nullable String fixedValue,
            boolean isNullable,
            String comment) {
        /** Returns a nullable column without a comment whose rows may have different values. */
        public static ListingColumn of(String name, Type type) {
            return new ListingColumn(name, type, false, null, true, "");
        }

        public ResultColumn toResultColumn() {
            return new ResultColumn(name, ResultColumnTypeMapping.toResultColumnType(type));
        }

        public ListingColumn withName(String newName) {
            return new ListingColumn(newName, type, hasFixedValue, fixedValue, isNullable, comment);
        }
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    public List<String> columnNames() {
        return columns.stream().map(ListingColumn::name).toList();
    }

    public List<ListingColumn> columns() {
        return columns;
    }

    /** Returns the values of a column, which must exist and have no NULL. */
    public List<String> values(String columnName) {
        int index = columnNames().indexOf(columnName);
        return rows.stream().map(row -> Objects.requireNonNull(row.get(index))).toList();
    }

    /**
     * Adds a row with these values in the columns that have no fixed value. A boolean of a BOOLEAN column is 1 or 0.
     *
     * @throws IllegalArgumentException if there are more values than such columns
     */
    public Listing addRow(@Nullable Object... values) {
        List<@Nullable String> row = new ArrayList<>();
        int valueIndex = 0;
        for (ListingColumn column : columns) {
            row.add(column.hasFixedValue() ? column.fixedValue() : formatValue(values[valueIndex++], column.type()));
        }
        if (valueIndex < values.length) {
            throw new IllegalArgumentException(values.length + " values for " + valueIndex + " columns");
        }
        rows.add(row);
        return this;
    }

    /** Adds a row with the values that a function returns for the names of the columns that have no fixed value. */
    public Listing addRowByNames(Function<String, ? extends @Nullable Object> valueFunction) {
        return addRow(columns.stream()
                .filter(column -> !column.hasFixedValue())
                .map(column -> valueFunction.apply(column.name()))
                .toArray());
    }

    private static @Nullable String formatValue(@Nullable Object value, Type type) {
        if (value instanceof Boolean booleanValue && type.equals(TypeConstants.BOOLEAN)) {
            return booleanValue ? "1" : "0";
        }
        return value == null ? null : value.toString();
    }

    public Answer toAnswer() {
        return new Answer.ResultRows(
                columns.stream().map(ListingColumn::toResultColumn).toList(), rows);
    }

    /** Returns the table that a query reads to get the rows. */
    public SystemTable toSystemTable(String name) {
        return new SystemTable(
                name,
                columns.stream()
                        .map(column -> Column.of(column.name(), column.type(), null, column.isNullable())
                                .withComment(column.comment()))
                        .toList());
    }

    /**
     * Returns the relation that DuckDB reads. The relation contains all rows as one JSON text, because reading a
     * literal for each value would take a hundred times as long. DuckDB converts only the values that the query reads.
     */
    RelationRows toRelationRows() {
        List<RelationRows.SourceColumn> sourceColumns = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            ListingColumn column = columns.get(i);
            String cellSql = CELLS_COLUMN + "[" + (i + 1) + "]";
            sourceColumns.add(new RelationRows.SourceColumn(
                    column.name(),
                    qualifier -> "CAST(" + qualifier + cellSql + " AS " + DuckDbType.typeName(column.type()) + ")",
                    column.type()));
        }
        String json = DuckDbQuoting.quoteText(JsonWriter.COMPACT.format(rows));
        return new RelationRows.DuckDbRelation(
                "(SELECT unnest(sr_rows(" + json + ")) AS " + CELLS_COLUMN + ")", sourceColumns);
    }
}
