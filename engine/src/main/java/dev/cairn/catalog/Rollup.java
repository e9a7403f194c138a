package dev.cairn.catalog;

import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rollup: a sorted, possibly aggregated copy of some columns of a table.
 *
 * @param mergesEqualKeys whether rows with the same key are merged, as in the table itself
 * @param query the query of a synchronous materialized view, whose columns may be computed; otherwise null
 */
public record Rollup(
        String name,
        boolean mergesEqualKeys,
        List<Column> columns,
        @Nullable QueryText query) {
    public Rollup {
        columns = List.copyOf(columns);
    }

    public Rollup(String name, boolean mergesEqualKeys, List<Column> columns) {
        this(name, mergesEqualKeys, columns, null);
    }

    public Rollup withName(String newName) {
        return new Rollup(newName, mergesEqualKeys, columns, query);
    }

    public Rollup withColumns(List<Column> newColumns) {
        return new Rollup(name, mergesEqualKeys, newColumns, query);
    }

    /**
     * Returns the names of the columns of the rollup, and of those columns of the table from which they are computed.
     */
    public Stream<String> sourceColumnNames() {
        Stream<String> rollupColumnNames = columns.stream().map(Column::name);
        return Stream.concat(
                rollupColumnNames,
                findSelect().stream()
                        .flatMap(select -> select.items().stream())
                        .flatMap(item -> item instanceof Query.SelectItem.Value value
                                ? value.value().collectReferenceNames().stream()
                                : Stream.empty()));
    }

    /** Returns the names of the columns of the table in the filter of the rollup. */
    public Stream<String> filterColumnNames() {
        return findSelect().map(Query.Select::where).stream()
                .flatMap(condition -> condition.collectReferenceNames().stream());
    }

    /** Returns whether the rollup contains a column, computes a value from it, or filters by it. */
    public boolean reads(String column) {
        return Stream.concat(sourceColumnNames(), filterColumnNames()).anyMatch(column::equalsIgnoreCase);
    }

    /**
     * Returns whether the server refuses to drop, modify or rename a column that meets the condition, because the
     * rollup filters by it or computes an aggregate of it that the table does not have.
     */
    public boolean preventsChangeOf(KeyModel model, Predicate<String> isChangedColumn) {
        return (addsAggregation(model) && sourceColumnNames().anyMatch(isChangedColumn))
                || filterColumnNames().anyMatch(isChangedColumn);
    }

    /**
     * Returns whether the rollup aggregates values that its table does not aggregate. In a UNIQUE KEY or PRIMARY KEY
     * table, each rollup with value columns counts, since the server replaces their values.
     */
    private boolean addsAggregation(KeyModel model) {
        return switch (model) {
            case AGGREGATE -> false;
            case UNIQUE, PRIMARY -> columns.stream().anyMatch(column -> !column.isKey());
            case DUPLICATE -> columns.stream().anyMatch(column -> column.aggregation() != null);
        };
    }

    private Optional<Query.Select> findSelect() {
        return query != null && query.query().body() instanceof Query.Select select
                ? Optional.of(select)
                : Optional.empty();
    }
}
