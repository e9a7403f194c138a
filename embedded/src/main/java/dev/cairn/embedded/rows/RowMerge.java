package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.translate.Translation;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.ReadSource;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.KeyModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Merges new rows with the existing rows of a table as its table model requires. */
record RowMerge(DuckDb duck, Table table, DuckDbTable stored, Translation translation) {
    /** The column that holds the order in which new rows arrived. */
    static final String ORDER = "\"#row\"";

    /** Adds the rows of a staging table, which has the columns of this table and {@link #ORDER}. */
    void add(String staged) {
        if (table.model() == KeyModel.DUPLICATE) {
            append(staged);
        } else if (table.model() == KeyModel.AGGREGATE) {
            aggregate(staged);
        } else {
            replace(staged);
        }
    }

    private void append(String staged) {
        duck.run("INSERT INTO " + stored.sql() + " SELECT " + allColumns() + " FROM " + staged + " ORDER BY " + ORDER);
    }

    /** Appends the rows of a query with {@link #ORDER}, whose parameters have these values, and returns their number. */
    long append(String rows, List<@Nullable String> values) {
        return duck.run(
                "INSERT INTO " + stored.sql() + " SELECT " + allColumns() + " FROM (" + rows + ") ORDER BY " + ORDER,
                values);
    }

    /** Adds the only row of a query, whose parameters have these values, and removes the one that has its keys. */
    long replace(String row, List<@Nullable String> values) {
        duck.run("DELETE FROM " + stored.sql() + " AS t USING (" + row + ") AS s WHERE " + sameKeys(), values);
        return append(row, values);
    }

    /** Adds the only row of a staging table: no other new row has its key. */
    void addRow(String staged) {
        if (table.model() == KeyModel.AGGREGATE) {
            aggregate(staged);
            return;
        }
        if (table.model() != KeyModel.DUPLICATE) {
            duck.run("DELETE FROM " + stored.sql() + " AS t USING " + staged + " AS s WHERE " + sameKeys());
        }
        duck.run("INSERT INTO " + stored.sql() + " SELECT " + allColumns() + " FROM " + staged);
    }

    private String allColumns() {
        return names(table.columns());
    }

    private static String names(List<Column> columns) {
        return columns.stream().map(DuckDbTable::column).collect(Collectors.joining(", "));
    }

    /** Returns the condition that a stored row t and a new row s have the same keys. */
    private String sameKeys() {
        return table.keyColumns().stream()
                .map(key -> "t." + DuckDbTable.column(key) + " IS NOT DISTINCT FROM s." + DuckDbTable.column(key))
                .collect(Collectors.joining(" AND "));
    }

    private void deleteKeysOf(String staged) {
        duck.run("DELETE FROM " + stored.sql() + " AS t USING (SELECT DISTINCT " + names(table.keyColumns()) + " FROM "
                + staged + ") AS s WHERE " + sameKeys());
    }

    /** Replaces existing rows. Of several new rows with the same key, the last one is kept. */
    private void replace(String staged) {
        deleteKeysOf(staged);
        duck.run("INSERT INTO " + stored.sql() + " SELECT " + allColumns() + " FROM " + staged
                + " QUALIFY row_number() OVER (PARTITION BY " + names(table.keyColumns()) + " ORDER BY " + ORDER
                + " DESC) = 1 ORDER BY " + ORDER);
    }

    /** Aggregates existing and new rows. Existing rows come first. */
    private void aggregate(String staged) {
        List<String> values = new ArrayList<>();
        for (Column column : table.columns()) {
            values.add(
                    column.isKey()
                            ? DuckDbTable.column(column)
                            : "CAST(" + aggregateColumn(column) + " AS " + DuckDbType.nameOf(column.type()) + ") AS "
                                    + DuckDbTable.column(column));
        }
        String existing = "SELECT " + qualifiedColumns() + ", -1 AS " + ORDER + " FROM " + stored.sql()
                + " AS t SEMI JOIN " + staged + " AS s ON " + sameKeys();
        duck.run("CREATE OR REPLACE TEMP TABLE merged AS SELECT " + String.join(", ", values) + " FROM (" + existing
                + " UNION ALL SELECT " + allColumns() + ", " + ORDER + " FROM " + staged + ") GROUP BY "
                + names(table.keyColumns())
                + " ORDER BY min(" + ORDER + ")");
        deleteKeysOf(staged);
        duck.run("INSERT INTO " + stored.sql() + " SELECT " + allColumns() + " FROM merged");
        duck.run("DROP TABLE merged");
    }

    private String qualifiedColumns() {
        return table.columns().stream()
                .map(column -> "t." + DuckDbTable.column(column))
                .collect(Collectors.joining(", "));
    }

    private String aggregateColumn(Column column) {
        String value = DuckDbTable.column(column);
        ReadSource.Column read = DuckDbTableResolver.readable(List.of(column)).get(0);
        if (column.aggregation() instanceof Aggregation.State state) {
            return translation.aggregate(state.function() + "_union", read);
        }
        return switch ((Aggregation.Function) Objects.requireNonNull(column.aggregation())) {
            case SUM -> translation.aggregate("sum", read);
            case MIN -> "min(" + value + ")";
            case MAX -> "max(" + value + ")";
            case REPLACE -> "last(" + value + " ORDER BY " + ORDER + ")";
            case REPLACE_IF_NOT_NULL ->
                "last(" + value + " ORDER BY " + ORDER + ") FILTER (WHERE " + value + " IS NOT NULL)";
            case BITMAP_UNION, HLL_UNION -> "list_sort(list_distinct(" + union(value) + "))";
            case PERCENTILE_UNION -> union(value);
        };
    }

    /** If all values are NULL, their union is NULL, and not an empty list. */
    private static String union(String value) {
        return "flatten(list(" + value + ") FILTER (WHERE " + value + " IS NOT NULL))";
    }
}
